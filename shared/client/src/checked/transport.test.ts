import { describe, expect, it } from 'vitest';
import { startScriptedServer } from '../scripted-server.fixture.ts';
import { openTransport } from './transport.ts';

const limits = { connections: 4, idleTimeoutMs: 5_000 };

describe('a transport', () => {
  it('sends a body as JSON, with the token', async () => {
    const server = await startScriptedServer({ status: 201, body: { showId: 's' } });
    const { send } = openTransport({ url: server.url, ...limits });
    const answer = await send({ method: 'POST', path: '/v1/shows', token: 't', body: { a: 'é' } });
    expect(answer).toMatchObject({ status: 201, text: '{"showId":"s"}', body: { showId: 's' } });
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/v1/shows',
        text: '{"a":"é"}',
        headers: {
          authorization: 'Bearer t',
          'content-type': 'application/json',
          'content-length': '10',
        },
      },
    ]);
  });

  it('sends a raw body unchanged, and omits absent headers', async () => {
    const server = await startScriptedServer({ status: 400, body: 'no JSON' });
    const { send } = openTransport({ url: server.url, ...limits });
    const headers = { 'content-type': 'text/plain' };
    const answer = await send({ method: 'POST', path: '/', rawBody: '{"a":', headers });
    expect(answer).toMatchObject({ status: 400, text: 'no JSON', body: undefined });
    await send({ path: '/' });
    const [raw, empty] = server.seen;
    expect(raw).toMatchObject({ text: '{"a":', headers: { 'content-type': 'text/plain' } });
    expect(raw?.headers).not.toHaveProperty('authorization');
    expect(empty).toMatchObject({ method: 'GET', text: '' });
    expect(empty?.headers).not.toHaveProperty('content-type');
  });

  it('queues requests for a bounded number of connections, and keeps them open', async () => {
    const server = await startScriptedServer({ status: 204 });
    const transport = openTransport({ url: server.url, ...limits });
    const send = () => transport.send({ path: '/' });
    await Promise.all(Array.from({ length: 200 }, send));
    await send();
    expect(server.seen).toHaveLength(201);
    expect(server.connections()).toBeLessThanOrEqual(limits.connections);
    transport.close();
  });

  it('counted the wait for a free connection as latency of the API', async () => {
    const server = await startScriptedServer({ status: 204 });
    const transport = openTransport({ url: server.url, ...limits, connections: 1 });
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => transport.send({ path: '/' })),
    );
    // On one connection, the times of the answers follow each other.
    const total = answers.reduce((sum, { answerMs }) => sum + answerMs, 0);
    expect(total).toBeGreaterThan(0);
    expect(start + total).toBeLessThanOrEqual(performance.now());
    transport.close();
  });

  it('does not follow a redirect', async () => {
    const server = await startScriptedServer({
      status: 302,
      headers: { location: 'https://x.test' },
    });
    const { send } = openTransport({ url: server.url, ...limits });
    expect(await send({ path: '/' })).toMatchObject({ status: 302 });
  });

  it.each(['https://example.com/v1/purchases/1', '//example.com/v1/purchases/1'])(
    'sends nothing to %s',
    async (path) => {
      const server = await startScriptedServer({ status: 200 });
      const { send } = openTransport({ url: server.url, ...limits });
      await expect(send({ path, token: 't' })).rejects.toThrow('is on another host');
    },
  );

  it('gives up if the server sends nothing for too long', async () => {
    const server = await startScriptedServer('say nothing');
    const { send } = openTransport({ url: server.url, connections: 1, idleTimeoutMs: 30 });
    await expect(send({ path: '/' })).rejects.toThrow('The API sent nothing for too long');
  });

  it('gives up when its signal ends', async () => {
    const server = await startScriptedServer('say nothing');
    const { send } = openTransport({ url: server.url, ...limits });
    const signal = AbortSignal.timeout(30);
    await expect(send({ path: '/', signal })).rejects.toThrow();
  });
});
