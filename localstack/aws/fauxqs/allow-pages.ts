import type { buildApp } from 'fauxqs';

type FauxqsApp = ReturnType<typeof buildApp>;

/** Pages of this machine. A browser sends the origin, and no page can change it. */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

/** Seconds that a browser may keep the answer to its question. */
const MAX_AGE = '3600';

/**
 * Lets pages that this machine serves upload an object to a signed URL, as a bucket's CORS rule for PUT
 * does. fauxqs has no CORS.
 */
export const allowPages = (app: FauxqsApp): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin, 'access-control-request-method': asked } = request.headers;
    const isUpload = request.method === 'PUT' || (request.method === 'OPTIONS' && asked === 'PUT');
    if (origin === undefined || !LOOPBACK.test(origin) || !isUpload) {
      done();
      return;
    }
    reply.header('access-control-allow-origin', origin).header('vary', 'origin');
    if (request.method === 'PUT') {
      done();
      return;
    }
    reply
      .header('access-control-allow-methods', 'PUT')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', MAX_AGE)
      .code(204)
      .send();
  });
};
