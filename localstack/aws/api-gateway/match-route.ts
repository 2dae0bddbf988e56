import { type Route, VERSION_PREFIX } from '@willcall/contracts';

export type RouteMatch = {
  readonly route: Route;
  /** As API Gateway names it, e.g. `GET /v1/shows/{showId}`. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
};

export type MatchRoute = (method: string, path: string) => RouteMatch | undefined;

/**
 * Finds the route of a request; each is there with and without the version's prefix.
 * @throws URIError when the path's percent-encoding is malformed
 */
export const routeMatcher = (routes: readonly Route[]): MatchRoute => {
  const mounted = routes.flatMap((route) =>
    [route.path, `${VERSION_PREFIX}${route.path}`].map((path) => ({
      route,
      routeKey: `${route.method} ${path}`,
      segments: path.split('/'),
    })),
  );
  return (method, path) => {
    const parts = path.split('/').map(decodeURIComponent);
    for (const { route, routeKey, segments } of mounted) {
      if (route.method !== method || segments.length !== parts.length) continue;
      const pathParameters = parameters(segments, parts);
      if (pathParameters !== undefined) return { route, routeKey, pathParameters };
    }
    return undefined;
  };
};

const parameters = (
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined => {
  const found: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined ? segment !== part : part === '') return undefined;
    if (name !== undefined) found.push([name, part]);
  }
  return Object.fromEntries(found);
};
