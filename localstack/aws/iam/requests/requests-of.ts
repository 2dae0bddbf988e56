import type { AccessRequest, CalledService } from '../access-request.ts';
import { dynamoDbRequests } from './dynamodb-requests.ts';
import { eventsRequests } from './events-requests.ts';
import { s3Requests } from './s3-requests.ts';
import { sqsRequests } from './sqs-requests.ts';

/** A call as the SDK's middleware sees it. */
export type SdkCall = { readonly commandName: string; readonly input: unknown };

const commands = {
  dynamodb: dynamoDbRequests,
  sqs: sqsRequests,
  events: eventsRequests,
  s3: s3Requests,
};

/**
 * What a service asks IAM about a call. A command that is not in its table gives a request that no role
 * allows: what has not been thought about is refused, here and not on AWS.
 */
export const requestsOf = (
  service: CalledService,
  { commandName, input }: SdkCall,
): AccessRequest[] => {
  // The SDK has typed it by the command.
  const requests: ((input: object) => AccessRequest[]) | undefined = commands[service][commandName];
  const unknown = { action: `${service}:${commandName.replace(/Command$/, '')}`, resource: '*' };
  return requests?.(Object(input)) ?? [unknown];
};
