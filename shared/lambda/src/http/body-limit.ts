import type middy from '@middy/core';
import { ProblemError } from './problem-error.ts';
import type { HttpEvent } from './request.ts';

/** Bytes. No request of ours comes near; a larger body is not worth parsing. */
const LARGEST_BODY = 16 * 1024;

/** Refuses a body over 16 KiB before it is parsed. @throws ProblemError PAYLOAD_TOO_LARGE */
export const bodyLimit = (): middy.MiddlewareObj<HttpEvent> => ({
  before: ({ event: { body, isBase64Encoded } }) => {
    const size = Buffer.byteLength(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
    if (size > LARGEST_BODY) throw new ProblemError('PAYLOAD_TOO_LARGE');
  },
});
