import { createServer, type IncomingHttpHeaders } from 'node:http';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { createSqsClient } from '../clients.ts';
import { listenOnLoopback } from '../process/loopback-server.ts';
import { createLocalCallPlugin } from './local-calls.ts';

test('a local call names its account and its service, and is not signed', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push(headers);
    response.end('{"QueueUrl":"http://127.0.0.1/q"}');
  });
  const port = await listenOnLoopback(server, 0);
  const client = createSqsClient({ sqsEndpoint: `http://127.0.0.1:${port}` });
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  client.middlewareStack.use(createLocalCallPlugin('sqs'));
  await client.send(new CreateQueueCommand({ QueueName: 'q' }));
  expect(seen).toMatchObject([
    { authorization: expect.stringMatching(/Credential=\w+\/\d+\/us-east-1\/sqs\/aws4_request,/) },
  ]);
  expect(seen[0]).not.toHaveProperty('x-amz-date');
});
