import type { HttpResponse } from './http-response.ts';

/** A request as a distribution in front of the API sees it. */
export type FrontRequest = {
  readonly method: string;
  /** Still encoded, without the query. */
  readonly path: string;
  /** All values of each header. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** The port of this gateway. */
  readonly port: number;
  /** Can be called once. */
  readBody(maxBytes: number): Promise<Buffer | 'too-large'>;
};

/** Serves what a distribution in front of the API does. Undefined: the request is for the API. */
export type ServeFirst = (request: FrontRequest) => Promise<HttpResponse | undefined>;

/** A file that a distribution in front of the API serves at a fixed path. */
export type StaticPage = {
  /** The whole path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  read(): Promise<Buffer>;
};

/** Creates a function that serves pages as a distribution does: without a token, and only GET and HEAD. */
export const createPageServer = (pages: readonly StaticPage[]): ServeFirst => {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return async ({ method, path }) => {
    const page = method === 'GET' || method === 'HEAD' ? byPath.get(path) : undefined;
    if (page === undefined) return undefined;
    return { statusCode: 200, headers: page.headers, cookies: [], body: await page.read() };
  };
};
