import type { Context } from 'aws-lambda';
import { LOCAL_REGION } from '../clients/local-credentials.ts';

export type ContextInput = {
  readonly functionName: string;
  readonly awsRequestId: string;
  readonly deadline: number;
};

/** The account that the emulators use in their ARNs. */
export const LOCAL_ACCOUNT = '000000000000';

/** What Lambda hands to a function besides the event. */
export const lambdaContext = ({ functionName, awsRequestId, deadline }: ContextInput): Context => ({
  awsRequestId,
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${functionName}`,
  memoryLimitInMB: '1024',
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  done: notSupported,
  fail: notSupported,
  succeed: notSupported,
});

/** Lambda's oldest interface: Node 24's runtime has no callbacks any more, so neither has this. */
const notSupported = (): never => {
  throw new TypeError('A function answers by the promise that it returns');
};
