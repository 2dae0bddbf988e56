import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as z from 'zod';

/** The code of the viewer function. */
export const VIEWER_FUNCTION = readFileSync(join(import.meta.dirname, 'page-routes.js'), 'utf8');

/** Finds the object for a path as CloudFront does: with the viewer function, in a context of its own. */
export const findObject = (uri: string): string => {
  const event = { request: { uri, method: 'GET', querystring: {}, headers: {} } };
  const request: unknown = runInNewContext(`${VIEWER_FUNCTION}; handler(event)`, { event });
  return z.object({ uri: z.string() }).parse(request).uri;
};
