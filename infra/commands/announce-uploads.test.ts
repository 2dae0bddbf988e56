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

/** An S3 that answers every request with one status and records the requests. */
const s3 = async (status: number) => {
  const requests: { line: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ line: `${request.method} ${request.url}`, body: await text(request) });
    response.writeHead(status).end();
  });
  onTestFinished(() => void server.close());
  return { endpoint: await listen(server), requests };
};

test('an uploaded flyer invokes the deployed function without a custom resource', async () => {
  const { endpoint, requests } = await s3(200);
  await enableUploadNotifications(endpoint);
  expect(requests.map(({ line }) => line)).toEqual([
    'PUT /willcall-localstack-flyers-000000000000-us-east-1/?notification=',
  ]);
  expect(requests[0]?.body).toContain(
    '<CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:willcall-localstack-flyers:live</CloudFunction>',
  );
  expect(requests[0]?.body).toContain('<Event>s3:ObjectCreated:*</Event>');
});

test('fails if S3 rejects the notification configuration', async () => {
  const { endpoint } = await s3(404);
  await expect(enableUploadNotifications(endpoint)).rejects.toThrow();
});

test('bucket and function names match the names in the stacks', () => {
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
