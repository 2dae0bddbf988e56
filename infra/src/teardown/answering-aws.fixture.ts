import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

type Input = Readonly<Record<string, unknown>>;

type Settings = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * A client of a service that speaks AWS's JSON protocol and that no local AWS has, before a server that
 * answers as the test says; and what it was asked. What is thrown is answered as an error of its name.
 */
export const answeringAws = async <Client extends { destroy(): void }>(
  ServiceClient: new (settings: Settings) => Client,
  answer: (operation: string, input: Input) => object,
) => {
  const asked: [string, Input][] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input = (await json(request)) as Input;
    asked.push([operation, input]);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    try {
      response.end(JSON.stringify(answer(operation, input)));
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ __type: (error as Error).name }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ServiceClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  return { client, asked };
};
