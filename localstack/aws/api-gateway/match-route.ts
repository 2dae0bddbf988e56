/** A route of an HTTP API that a function serves. */
export type GatewayRoute = {
  readonly method: string;
  /** In API Gateway's notation, such as `/shows/{showId}`. */
  readonly path: string;
  /** The key of its function in the gateway's functions. */
  readonly function: string;
  /** A token must have one of these scopes. An empty list requires any valid token; undefined requires none. */
  readonly scopes?: readonly string[] | undefined;
};

export type RouteMatch = {
  readonly route: GatewayRoute;
  /** In API Gateway's notation, such as `GET /v1/shows/{showId}`. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
};

export type MatchRoute = (method: string, path: string) => RouteMatch | undefined;

/**
 * Creates a function that finds the first route that matches a request.
 * @throws URIError when the path's percent-encoding is malformed
 */
export const createRouteMatcher = (routes: readonly GatewayRoute[]): MatchRoute => {
  const candidates = routes.map((route) => ({
    route,
    routeKey: `${route.method} ${route.path}`,
    segments: route.path.split('/'),
  }));
  return (method, path) => {
    const parts = path.split('/').map(decodeURIComponent);
    for (const { route, routeKey, segments } of candidates) {
      const pathParameters = route.method === method ? matchParameters(segments, parts) : undefined;
      if (pathParameters !== undefined) return { route, routeKey, pathParameters };
    }
    return undefined;
  };
};

const matchParameters = (
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined => {
  if (segments.length !== parts.length) return undefined;
  const found: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined ? segment !== part : part === '') return undefined;
    if (name !== undefined) found.push([name, part]);
  }
  return Object.fromEntries(found);
};
