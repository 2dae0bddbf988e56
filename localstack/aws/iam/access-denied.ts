import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { EventBridgeServiceException } from '@aws-sdk/client-eventbridge';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { SQSServiceException } from '@aws-sdk/client-sqs';
import type { AccessRequest, CalledService } from './access-request.ts';
import type { Role } from './role.ts';

/**
 * How the SDK raises a refusal of IAM: SQS and S3 name it otherwise, SQS writes the action in small
 * letters, and S3 puts quotation marks around the resource.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-access-denied.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 */
const refusals = {
  dynamodb: { Exception: DynamoDBServiceException, name: 'AccessDeniedException', status: 400 },
  events: { Exception: EventBridgeServiceException, name: 'AccessDeniedException', status: 400 },
  sqs: { Exception: SQSServiceException, name: 'AccessDenied', status: 403 },
  s3: { Exception: S3ServiceException, name: 'AccessDenied', status: 403 },
} as const;

/** The error of a call that a role does not allow. Of no use to try again: neither SDK nor AWS would. */
export const accessDenied = (
  service: CalledService,
  { principal }: Pick<Role, 'principal'>,
  { action, resource }: AccessRequest,
): Error => {
  const { Exception, name, status } = refusals[service];
  const told = service === 'sqs' ? action.toLowerCase() : action;
  const on = service === 's3' ? `"${resource}"` : resource;
  return new Exception({
    name,
    message: `User: ${principal} is not authorized to perform: ${told} on resource: ${on} because no identity-based policy allows the ${told} action`,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
  });
};
