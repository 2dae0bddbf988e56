import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { known } from '@willcall/contracts';
import { afterAll, describe, expect, test } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../../infra/bin/willcall.mjs');

type Answer = { readonly status: number; readonly body: string };

const stacks = (...members: readonly string[]): Answer => ({
  status: 200,
  body: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${members
    .map((member) => `<member>${member}</member>`)
    .join('')}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});
const TOOLKIT =
  '<StackName>CDKToolkit</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Outputs><member><OutputKey>BootstrapVersion</OutputKey><OutputValue>30</OutputValue></member></Outputs>';
const FAILED =
  '<StackName>Willcall-Staging-Flyers</StackName><StackStatus>ROLLBACK_COMPLETE</StackStatus><EnableTerminationProtection>true</EnableTerminationProtection>';

const missing = (status = 400): Answer => ({
  status,
  body: '{"__type":"ResourceNotFoundException"}',
});
const DENIED: Answer = {
  status: 403,
  body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
};

/** A new account: ten concurrent executions, no distribution, and no right to list policies. */
const newAccount: Readonly<Record<string, Answer>> = {
  DescribeStacks: stacks(TOOLKIT),
  'GET /2016-08-19/account-settings': {
    status: 200,
    body: '{"AccountLimit":{"ConcurrentExecutions":10,"UnreservedConcurrentExecutions":10}}',
  },
  'GET /2019-09-30/functions/willcall-staging-worker/concurrency': missing(404),
  'GET /2020-05-31/distribution': {
    status: 200,
    body: '<DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Marker/><MaxItems>1</MaxItems><IsTruncated>false</IsTruncated><Quantity>0</Quantity></DistributionList>',
  },
  'GET /2020-05-31/response-headers-policy': DENIED,
  DescribeTable: missing(),
  DescribeSecret: missing(),
  ListUserPools: { status: 200, body: '{}' },
  'GET /': {
    status: 200,
    body: '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets/></ListAllMyBucketsResult>',
  },
};

let answers = newAccount;
const asked = new Set<string>();

const server = createServer(async (request, response) => {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  const path = request.url?.split('?')[0] ?? '';
  const operation =
    typeof target === 'string'
      ? known(target.split('.')[1], 'operation')
      : (action ?? `${request.method} ${path}`);
  asked.add(operation);
  const answer = answers[operation] ?? { status: 500, body: '' };
  response.setHeader('content-type', answer.body.startsWith('{') ? 'application/json' : 'text/xml');
  response.writeHead(answer.status).end(answer.body);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Deploys to the account that the server plays. */
const deploy = async () => {
  const child = spawn(process.execPath, [PROGRAM, 'deploy', '--stage', 'staging', '--yes'], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, lines: out.split('\n'), err };
};

describe('a first deployment', () => {
  test('failed half-way in a new account, whose concurrent executions are too few', async () => {
    answers = newAccount;
    const { code, lines, err } = await deploy();
    expect(lines.filter((line) => line.startsWith('no'))).toEqual([
      expect.stringMatching(/allows 10 concurrent executions .*reserves 16.*--desired-value 116 /),
    ]);
    expect(err).toMatch(/^Nothing was deployed: the account is not ready\. /);
    expect(code).toBe(1);
    // Everything that was asked only reads.
    expect([...asked].sort()).toEqual(Object.keys(newAccount).sort());
    expect(lines.filter((line) => line.startsWith('--'))).toEqual([
      expect.stringContaining('ask AWS Support'),
      expect.stringMatching(/^-- {2}not checked: .* It needs .*ListResponseHeadersPolicies\.$/),
    ]);
  });

  test('could not be repeated after CloudFront had refused the account', async () => {
    answers = { ...newAccount, DescribeStacks: stacks(TOOLKIT, FAILED) };
    const { code, lines } = await deploy();
    expect(lines.join('\n')).toContain(
      'update-termination-protection --no-enable-termination-protection --stack-name Willcall-Staging-Flyers --region eu-central-1',
    );
    expect(code).toBe(1);
  });
});
