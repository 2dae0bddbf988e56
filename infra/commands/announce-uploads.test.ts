import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { synthesizeStage } from '../src/stacks/synthesize-stage.ts';
import { enableUploadNotifications, listUploadTriggers } from './announce-uploads.ts';

const listen = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

/** S3, which answers every request with one status, and writes down what it is asked. */
const s3 = async (status: number) => {
  const asked: { line: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, body: await text(request) });
    response.writeHead(status).end();
  });
  onTestFinished(() => void server.close());
  return { endpoint: await listen(server), asked };
};

test('a flyer that is uploaded invokes the deployed function, though no custom resource ran', async () => {
  const { endpoint, asked } = await s3(200);
  await enableUploadNotifications(endpoint);
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
  await expect(enableUploadNotifications(endpoint)).rejects.toThrow();
});

/** Milliseconds. Stacks take a second or two to make, and many times that on a busy machine. */
const STACKS_TIMEOUT_MS = 120_000;

test('the names are those that the stacks give', {
  timeout: STACKS_TIMEOUT_MS,
}, () => {
  const { templates } = synthesizeStage('localstack');
  const propertiesOf = (type: string) =>
    templates
      .flatMap(({ resources }) => Object.values(resources))
      .flatMap(({ Type, Properties }) => (Type === type ? JSON.stringify(Properties) : []));
  for (const { bucket, functionName } of listUploadTriggers()) {
    const name = bucket.replace('000000000000-us-east-1', '');
    const parts = `["${name}",{"Ref":"AWS::AccountId"},"-",{"Ref":"AWS::Region"}]`;
    expect(propertiesOf('AWS::S3::Bucket')).toContainEqual(expect.stringContaining(parts));
    expect(propertiesOf('AWS::Lambda::Function')).toContainEqual(
      expect.stringContaining(`"FunctionName":"${functionName}"`),
    );
  }
});
