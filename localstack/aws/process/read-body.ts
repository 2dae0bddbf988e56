import type { IncomingMessage } from 'node:http';

/**
 * API Gateway's quota for a request's payload, 10 MB.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** Reads a request's body, or says that it is too large having kept no more than the limit of it. */
export const readBody = async (
  request: IncomingMessage,
  largestBytes: number = LARGEST_BODY_BYTES,
): Promise<Buffer | 'too-large'> => {
  if (Number(request.headers['content-length'] ?? 0) > largestBytes) return 'too-large';
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | 'too-large'>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= largestBytes) {
      chunks.push(chunk);
      return;
    }
    // The rest is read and dropped: closing the connection on a client that is still sending could
    // reset it before the client has seen why.
    chunks.length = 0;
    resolve('too-large');
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', reject);
  return await promise;
};
