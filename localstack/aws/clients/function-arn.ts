import { LOCAL_ACCOUNT } from '../lambda/lambda-context.ts';
import { LOCAL_REGION } from './local-credentials.ts';

/** The ARN of a local function, e.g. as a rule's target. */
export const functionArn = (name: string): string =>
  `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}`;
