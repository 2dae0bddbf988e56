import { createGatewayResponse, type HttpResponse } from '../../aws/api-gateway/http-response.ts';
import type { ServeFirst } from '../../aws/api-gateway/serve-first.ts';

const PREFIX = '/app/flyers';

/** The types of a flyer. Anything else in the bucket is not handed out under our own name. */
const IMAGES = ['image/png', 'image/jpeg', 'image/webp'];

/** Milliseconds. The bucket is on the same machine. */
const TIMEOUT_MS = 5_000;

/**
 * Hands out flyers at `/app/flyers/<path of the flyer's URL>`: the local bucket is another origin, and the page
 * sends requests to its own origin only. If the bucket does not answer, the answer is 503.
 *
 * @param baseUrl the URL of the bucket
 */
export const serveFlyers = (baseUrl: string, timeoutMs = TIMEOUT_MS): ServeFirst => {
  const bucket = new URL(`${baseUrl.replace(/\/+$/, '')}/`);
  return async ({ method, path }) => {
    if (method !== 'GET' || !path.startsWith(`${PREFIX}/`)) return undefined;
    const url = new URL(path.slice(PREFIX.length), bucket);
    if (!url.href.startsWith(bucket.href)) return undefined;
    try {
      return await readFlyer(url, AbortSignal.timeout(timeoutMs));
    } catch {
      return createGatewayResponse(503);
    }
  };
};

/** Undefined: there is no such flyer. @throws TypeError or the signal's reason if the bucket does not answer */
const readFlyer = async (url: URL, signal: AbortSignal): Promise<HttpResponse | undefined> => {
  const answer = await fetch(url, { signal });
  const type = answer.headers.get('content-type');
  if (!answer.ok || type === null || !IMAGES.includes(type)) return undefined;
  return {
    statusCode: 200,
    headers: {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
      // A new flyer has a new key.
      'cache-control': 'public, max-age=3600',
    },
    cookies: [],
    body: Buffer.from(await answer.arrayBuffer()),
  };
};
