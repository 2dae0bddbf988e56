import { type IncomingMessage, request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { bearer, startTestGateway } from '../../testing/test-gateway.ts';
import { MAX_BODY_BYTES } from '../process/loopback-server.ts';

const json = { 'content-type': 'application/json' };

test('a body of 10 MB is accepted, and one more byte is refused', async () => {
  const accept = vi.fn(async () => ({ statusCode: 202 }));
  const { url } = await startTestGateway({ accept });
  const headers = { ...(await bearer({ user: 'alice' })), ...json };
  const post = (bytes: number) =>
    fetch(`${url}/purchases`, { method: 'POST', headers, body: new Uint8Array(bytes) });
  expect((await post(MAX_BODY_BYTES)).status).toBe(202);
  const refused = await post(MAX_BODY_BYTES + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toEqual({ message: 'Request Entity Too Large' });
  expect(accept).toHaveBeenCalledTimes(1);
});

test('an endless body is refused as soon as it is too large', async () => {
  const { url } = await startTestGateway();
  const headers = { ...(await bearer({ user: 'alice' })), ...json };
  const { hostname, port } = new URL(url);
  const { promise: status, resolve, reject } = Promise.withResolvers<number | undefined>();
  const upload = request({ hostname, port, path: '/purchases', method: 'POST', headers });
  upload.on('response', (response) => resolve(response.resume().statusCode));
  upload.on('error', reject);
  const chunk = Buffer.alloc(1024 * 1024);
  const writeChunks = () => {
    while (!upload.destroyed && upload.write(chunk));
  };
  upload.on('drain', writeChunks);
  writeChunks();
  expect(await status).toBe(413);
  upload.destroy();
});

test('the body of a refused request is not read', async () => {
  const { url } = await startTestGateway();
  const body = new Uint8Array(MAX_BODY_BYTES);
  const response = await fetch(`${url}/purchases`, { method: 'POST', body });
  expect(response.status).toBe(401);
});

test.each([
  ['GET', { statusCode: 204 }, '0'],
  ['GET', { statusCode: 200, body: '{"shows":[]}' }, '12'],
  ['HEAD', { statusCode: 200 }, undefined],
  ['HEAD', { statusCode: 200, body: '{"shows":[]}' }, '12'],
])('%s of %j has the content-length %s', async (method, result, length) => {
  const { url } = await startTestGateway({ shows: async () => result });
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request({ hostname, port, path: '/shows', method }, resolve).on('error', reject).end();
  const { headers } = (await promise).resume();
  expect(headers['content-length']).toBe(length);
  expect(headers['transfer-encoding']).toBeUndefined();
});
