import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

const unused = () => {
  throw new Error('A handler must return a promise');
};

/** The context of an invocation with this many milliseconds left. */
export const makeLambdaContext = (remainingMs = 20_000): Context => ({
  awsRequestId: randomUUID(),
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'worker',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
  logGroupName: '/aws/lambda/worker',
  logStreamName: 'test',
  memoryLimitInMB: '1024',
  getRemainingTimeInMillis: () => remainingMs,
  done: unused,
  fail: unused,
  succeed: unused,
});
