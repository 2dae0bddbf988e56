import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../../aws/process/loopback-server.ts';
import { announceDeployedUploads } from './announce-uploads.ts';

/** S3, which answers every request with one status, and writes down what it is asked. */
const s3 = async (status: number) => {
  const asked: { line: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, body: await text(request) });
    response.writeHead(status).end();
  });
  onTestFinished(() => void server.close());
  return { endpoint: `http://127.0.0.1:${await listenOnLoopback(server, 0)}`, asked };
};

test('a flyer that is uploaded invokes the deployed function, though no custom resource ran', async () => {
  const { endpoint, asked } = await s3(200);
  await announceDeployedUploads(endpoint);
  expect(asked.map(({ line }) => line)).toEqual([
    'PUT /willcall-localstack-flyers-000000000000-us-east-1/?notification=',
  ]);
  expect(asked[0]?.body).toContain(
    '<CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:willcall-localstack-flyers:live</CloudFunction>',
  );
  expect(asked[0]?.body).toContain('<Event>s3:ObjectCreated:*</Event>');
});

test('uploads that S3 does not announce are an error', async () => {
  const { endpoint } = await s3(404);
  await expect(announceDeployedUploads(endpoint)).rejects.toThrow();
});
