import { request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { bearer, startTestGateway } from '../../testing/test-gateway.ts';
import { MAX_BODY_BYTES } from '../process/loopback-server.ts';

const json = { 'content-type': 'application/json' };

test('a body of 10 MB is accepted, one byte more is not', async () => {
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

test('a body without end is refused as soon as it is too large', async () => {
  const { url } = await startTestGateway();
  const headers = { ...(await bearer({ user: 'alice' })), ...json };
  const { hostname, port } = new URL(url);
  const { promise: status, resolve, reject } = Promise.withResolvers<number | undefined>();
  const sending = request({ hostname, port, path: '/purchases', method: 'POST', headers });
  sending.on('response', (response) => resolve(response.resume().statusCode));
  sending.on('error', reject);
  const chunk = Buffer.alloc(1024 * 1024);
  const pour = () => {
    while (!sending.destroyed && sending.write(chunk));
  };
  sending.on('drain', pour);
  pour();
  expect(await status).toBe(413);
  sending.destroy();
});

test('the body of a refused request is not read', async () => {
  const { url } = await startTestGateway();
  const body = new Uint8Array(MAX_BODY_BYTES);
  const response = await fetch(`${url}/purchases`, { method: 'POST', body });
  expect(response.status).toBe(401);
});
