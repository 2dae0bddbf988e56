import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
} from 'aws-lambda';
import { onTestFinished } from 'vitest';

type ReceivedResponse = {
  readonly method: string | undefined;
  readonly contentType: string | undefined;
  readonly body: CloudFormationCustomResourceResponse;
};

/** Starts a server in place of CloudFormation's response URL, which records the responses. */
export async function startCloudFormation(status = 200) {
  const received: ReceivedResponse[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as CloudFormationCustomResourceResponse;
    received.push({ method: request.method, contentType: request.headers['content-type'], body });
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/answer?signature=x`, received };
}

/** Makes an event as CloudFormation sends it. */
export const resourceEvent = (
  RequestType: CloudFormationCustomResourceEvent['RequestType'],
  { url = 'http://127.0.0.1:9', properties = {} }: { url?: string; properties?: object } = {},
): CloudFormationCustomResourceEvent => {
  const common = {
    ServiceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:willcall-dev-generate-keys',
    ResponseURL: url,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'PurchaseIdKeys',
    ResourceType: 'Custom::PurchaseIdKeys',
    ResourceProperties: { ServiceToken: 'function', ...properties },
  };
  switch (RequestType) {
    case 'Create':
      return { ...common, RequestType };
    case 'Delete':
      return { ...common, RequestType, PhysicalResourceId: 'made-before' };
    case 'Update':
      return {
        ...common,
        RequestType,
        PhysicalResourceId: 'made-before',
        OldResourceProperties: common.ResourceProperties,
      };
  }
};
