import type { HttpResponse } from './http-response.ts';

/** A file that a distribution in front of the API serves at a fixed path. */
export type StaticPage = {
  /** The whole path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  read(): Promise<Buffer>;
};

/** Returns the response of the page at a path. Undefined if there is none, or if the method is not GET or HEAD. */
export type ServePage = (method: string, path: string) => Promise<HttpResponse | undefined>;

/** Creates a function that serves pages as a distribution does: without a token, and before any route. */
export const createPageServer = (pages: readonly StaticPage[]): ServePage => {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return async (method, path) => {
    const page = method === 'GET' || method === 'HEAD' ? byPath.get(path) : undefined;
    if (page === undefined) return undefined;
    return { statusCode: 200, headers: page.headers, cookies: [], body: await page.read() };
  };
};
