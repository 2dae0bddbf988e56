import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export type JsonAnswer = { readonly status: number; readonly body: object };

/** A local AWS service that takes JSON, and answers what the test sets. */
export async function startJsonService(answer: () => JsonAnswer) {
  const requests: { readonly target: string; readonly body: unknown }[] = [];
  const signatures: string[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    requests.push({
      target: String(request.headers['x-amz-target']),
      body: await json(request),
    });
    signatures.push(String(request.headers.authorization));
    const { status, body } = answer();
    response.writeHead(status, { 'content-type': String(request.headers['content-type']) });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, signatures };
}
