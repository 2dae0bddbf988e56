import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { EventBridgeServiceException } from '@aws-sdk/client-eventbridge';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { SQSServiceException } from '@aws-sdk/client-sqs';
import {
  type AccessRequest,
  type CalledService,
  createListRequest,
  listAccessRequests,
  type S3Input,
} from './access-requests.ts';
import type { Role } from './role.ts';

/** Generic, so that it fits the stack of every AWS SDK v3 client. */
export type SdkMiddleware = <Args extends { readonly input: unknown }, Reply>(
  next: (args: Args) => Promise<Reply>,
  context: { readonly commandName?: string },
) => (args: Args) => Promise<Reply>;

/** Runs once per command, before everything else in the client. */
type Outermost = { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string };

export type SdkPlugin = {
  readonly applyToStack: (stack: {
    add(middleware: SdkMiddleware, options: Outermost): void;
  }) => void;
};

/**
 * Refuses calls that a role does not allow, before anything else in the client's stack. A refused call
 * is neither sent nor counted. For presigned URLs it refuses the signing; S3 would refuse the request
 * that uses the URL.
 */
export const createRolePlugin = (
  service: CalledService,
  role: Role,
  onDenied: (error: Error) => void,
): SdkPlugin => {
  const authorize = (request: AccessRequest): void => {
    if (role.allows(request)) return;
    const error = createAccessDeniedError(service, role, request);
    onDenied(error);
    throw error;
  };
  const middleware: SdkMiddleware =
    (next, { commandName = 'unknown' }) =>
    async (args) => {
      for (const request of listAccessRequests(service, { commandName, input: args.input })) {
        authorize(request);
      }
      try {
        return await next(args);
      } catch (error) {
        if (isMissingObject(error))
          authorize(createListRequest((args.input as S3Input).Bucket ?? ''));
        throw error;
      }
    };
  return {
    applyToStack(stack) {
      stack.add(middleware, { step: 'initialize', priority: 'high', name: 'judgedByRole' });
    },
  };
};

/**
 * S3 reports a missing object only to callers that can list the bucket. Others get 403.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const isMissingObject = (error: unknown): boolean =>
  error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);

/**
 * How the SDK reports a refusal by IAM. SQS and S3 use another error name, SQS writes the action in
 * lowercase, and S3 puts quotation marks around the resource.
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

/** Creates the error of a call that a role does not allow. It is not retryable. */
const createAccessDeniedError = (
  service: CalledService,
  { principal }: Pick<Role, 'principal'>,
  { action, resource }: AccessRequest,
): Error => {
  const { Exception, name, status } = refusals[service];
  const shownAction = service === 'sqs' ? action.toLowerCase() : action;
  const on = service === 's3' ? `"${resource}"` : resource;
  return new Exception({
    name,
    message: `User: ${principal} is not authorized to perform: ${shownAction} on resource: ${on} because no identity-based policy allows the ${shownAction} action`,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
  });
};
