import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { createCallCounter } from './call-counter.ts';

/** A fake SQS that answers each request with the next status and body. */
const queueThatAnswers = async (...answers: [status: number, body: object][]) => {
  const server = createServer((_request, response) => {
    const [status, body] = answers.shift() ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const counter = createCallCounter();
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    md5: false,
    useQueueUrlAsEndpoint: false,
  });
  client.middlewareStack.use(counter.plugin);
  return { client, counter };
};

const message = new SendMessageCommand({ QueueUrl: 'http://queue/1', MessageBody: 'hello' });
const sent = { MessageId: '1' };

it('counts the calls of an SQS client by name', async () => {
  const found = { QueueUrl: 'http://queue/1' };
  const { client, counter } = await queueThatAnswers([200, sent], [200, sent], [200, found]);
  await client.send(message);
  await client.send(message);
  await client.send(new GetQueueUrlCommand({ QueueName: 'queue' }));
  expect(counter.calls()).toEqual({ SendMessageCommand: 2, GetQueueUrlCommand: 1 });
});

it('counts a call that the SDK tried twice as one call and two attempts', async () => {
  const { client, counter } = await queueThatAnswers([503, {}], [200, sent]);
  await client.send(message);
  expect(counter.calls()).toEqual({ SendMessageCommand: 1 });
  expect(counter.attempts()).toEqual({ SendMessageCommand: 2 });
});

it('starts from zero after a reset', async () => {
  const { client, counter } = await queueThatAnswers([200, sent]);
  await client.send(message);
  counter.reset();
  expect(counter.calls()).toEqual({});
  expect(counter.attempts()).toEqual({});
});
