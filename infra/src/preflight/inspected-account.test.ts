import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { openAccount } from './inspected-account.ts';

type Answer = { readonly status?: number; readonly body: string };

/** The operation of a request: its target, its Action, or its method and path. */
const operationOf = (
  method = '',
  url = '',
  target: string | string[] | undefined,
  body: string,
): string => {
  if (typeof target === 'string') return target.split('.')[1] ?? '';
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  return action ?? `${method} ${url.split('?')[0]}`;
};

/** An account whose services answer as AWS does, by operation. */
const account = async (answers: Readonly<Record<string, Answer>>) => {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { method, url, headers } = request;
    const operation = operationOf(method, url, headers['x-amz-target'], body);
    asked.push(operation);
    const { status = 200, body: answer } = answers[operation] ?? { status: 500, body: '' };
    response.setHeader('content-type', answer.startsWith('{') ? 'application/json' : 'text/xml');
    response.writeHead(status).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const opened = openAccount('eu-central-1', {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return { opened, asked };
};

const json = (body: object, status = 200): Answer => ({ status, body: JSON.stringify(body) });
const refused = (__type: string) => json({ __type }, 400);

it('lists the stacks of a region with status, protection and outputs', async () => {
  const { opened } = await account({
    DescribeStacks: {
      body: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>
        <member><StackName>CDKToolkit</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
          <Outputs><member><OutputKey>BootstrapVersion</OutputKey><OutputValue>30</OutputValue></member></Outputs></member>
        <member><StackName>Willcall-Prod-Data</StackName><StackStatus>ROLLBACK_COMPLETE</StackStatus>
          <EnableTerminationProtection>true</EnableTerminationProtection></member>
      </Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    },
  });
  expect(await opened.stacks('us-east-1')).toEqual([
    {
      name: 'CDKToolkit',
      status: 'CREATE_COMPLETE',
      isProtected: false,
      outputs: { BootstrapVersion: '30' },
    },
    { name: 'Willcall-Prod-Data', status: 'ROLLBACK_COMPLETE', isProtected: true, outputs: {} },
  ]);
});

it('reads the concurrent executions of the account, and those that a function reserved', async () => {
  const { opened } = await account({
    'GET /2016-08-19/account-settings': json({
      AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 8 },
    }),
    'GET /2019-09-30/functions/worker/concurrency': json({ ReservedConcurrentExecutions: 2 }),
    'GET /2019-09-30/functions/free/concurrency': json({}),
    'GET /2019-09-30/functions/none/concurrency': {
      status: 404,
      body: '{"__type":"ResourceNotFoundException"}',
    },
  });
  expect(await opened.concurrency()).toEqual({ limit: 10, unreserved: 8 });
  expect(await opened.reservedBy('worker')).toBe(2);
  expect(await opened.reservedBy('free')).toBe(0);
  expect(await opened.reservedBy('none')).toBe(0);
});

it('counts distributions and lists the account’s own header policies', async () => {
  const { opened } = await account({
    'GET /2020-05-31/distribution': {
      body: '<DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Marker/><MaxItems>1</MaxItems><IsTruncated>false</IsTruncated><Quantity>3</Quantity></DistributionList>',
    },
    'GET /2020-05-31/response-headers-policy': {
      body: '<ResponseHeadersPolicyList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><MaxItems>100</MaxItems><Quantity>1</Quantity><Items><ResponseHeadersPolicySummary><Type>custom</Type><ResponseHeadersPolicy><Id>1</Id><LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime><ResponseHeadersPolicyConfig><Name>willcall-dev-flyers</Name></ResponseHeadersPolicyConfig></ResponseHeadersPolicy></ResponseHeadersPolicySummary></Items></ResponseHeadersPolicyList>',
    },
  });
  expect(await opened.countDistributions()).toBe(3);
  expect(await opened.responseHeadersPolicies()).toEqual(['willcall-dev-flyers']);
});

it('finds a table, a bucket, a secret and a user pool by name', async () => {
  const { opened } = await account({
    DescribeTable: json({ Table: { TableName: 'willcall-dev-shows' } }),
    'GET /': {
      body: '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets><Bucket><Name>willcall-dev-flyers-1</Name></Bucket><Bucket><Name>other</Name></Bucket></Buckets></ListAllMyBucketsResult>',
    },
    DescribeSecret: json({ Name: 'keys', DeletedDate: 1_780_000_000 }),
    ListUserPools: json({ UserPools: [{ Name: 'willcall-dev', Id: 'a' }] }),
  });
  expect(await opened.hasTable('willcall-dev-shows')).toBe(true);
  expect(await opened.buckets('willcall-dev-flyers-')).toEqual(['willcall-dev-flyers-1']);
  expect(await opened.secret('keys')).toBe('being deleted');
  expect(await opened.userPools()).toEqual(['willcall-dev']);
});

it('reads the warm throughput of a table', async () => {
  const { opened } = await account({
    DescribeTable: json({
      Table: {
        TableName: 'willcall-dev-stock',
        WarmThroughput: {
          ReadUnitsPerSecond: 12_000,
          WriteUnitsPerSecond: 4_000,
          Status: 'ACTIVE',
        },
      },
    }),
  });
  expect(await opened.warmThroughput('willcall-dev-stock')).toEqual({
    readUnitsPerSecond: 12_000,
    writeUnitsPerSecond: 4_000,
  });
});

it('finds nothing where AWS has nothing', async () => {
  const { opened } = await account({
    DescribeTable: refused('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException'),
    DescribeSecret: refused('ResourceNotFoundException'),
    'GET /v2/email/identities/tickets.example': json({ __type: 'NotFoundException' }, 404),
  });
  expect(await opened.hasTable('willcall-dev-shows')).toBe(false);
  expect(await opened.warmThroughput('willcall-dev-shows')).toBeUndefined();
  expect(await opened.secret('keys')).toBe('missing');
  expect(await opened.isVerifiedSender('tickets.example')).toBe(false);
});

it.each([
  [{ VerifiedForSendingStatus: true }, true],
  [{ VerifiedForSendingStatus: false }, false],
])('reads from %j whether SES has verified a sender', async (answer, expected) => {
  const { opened } = await account({ 'GET /v2/email/identities/tickets.example': json(answer) });
  expect(await opened.isVerifiedSender('tickets.example')).toBe(expected);
});

it('throws a missing permission under its name', async () => {
  const { opened } = await account({
    'GET /2016-08-19/account-settings': json({ __type: 'AccessDeniedException' }, 403),
    DescribeStacks: {
      status: 403,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
    },
    'GET /2020-05-31/distribution': {
      status: 403,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
    },
  });
  await expect(opened.concurrency()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(opened.stacks('eu-central-1')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(opened.countDistributions()).rejects.toMatchObject({ name: 'AccessDenied' });
});
