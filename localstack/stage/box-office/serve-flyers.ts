import type { ServeFirst } from '../../aws/api-gateway/serve-first.ts';

const PREFIX = '/app/flyers';

/** The types of a flyer. Anything else in the bucket is not handed out under our own name. */
const IMAGES = ['image/png', 'image/jpeg', 'image/webp'];

/**
 * Hands out flyers at `/app/flyers/<path of the flyer's URL>`, because the page sends no request to another
 * origin, as the local bucket is one.
 *
 * @param baseUrl the URL of the bucket
 */
export const serveFlyers = (baseUrl: string): ServeFirst => {
  const bucket = new URL(`${baseUrl.replace(/\/+$/, '')}/`);
  return async ({ method, path }) => {
    if (method !== 'GET' || !path.startsWith(`${PREFIX}/`)) return undefined;
    const url = new URL(path.slice(PREFIX.length), bucket);
    if (!url.href.startsWith(bucket.href)) return undefined;
    const answer = await fetch(url);
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok || !IMAGES.includes(type)) return undefined;
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
};
