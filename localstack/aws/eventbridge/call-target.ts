import {
  GetQueueUrlCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { invoke, type LambdaFunction } from '../lambda/invoke.ts';
import { parseArn } from '../local-account.ts';
import { requireField } from '../local-aws-error.ts';

/** The ERROR_CODE of a dead letter. */
type DeliveryErrorCode =
  | 'FUNCTION_ERROR'
  | 'INVALID_JSON'
  | 'NO_RESOURCE'
  | 'SQS_ERROR'
  | 'TIMEOUT';

/** Errors that EventBridge does not retry, because a retry cannot succeed. */
const PERMANENT: ReadonlySet<DeliveryErrorCode> = new Set(['INVALID_JSON', 'NO_RESOURCE']);

/** Why a target did not get an event. */
export class DeliveryError extends Error {
  readonly code: DeliveryErrorCode;
  /** Whether the service did not answer or failed itself. This says nothing about the event. */
  readonly isOutage: boolean;

  constructor(
    code: DeliveryErrorCode,
    message: string,
    { isOutage = false, ...options }: ErrorOptions & { readonly isOutage?: boolean } = {},
  ) {
    super(message, options);
    this.name = 'DeliveryError';
    this.code = code;
    this.isOutage = isOutage;
  }

  get isRetryable(): boolean {
    return !PERMANENT.has(this.code);
  }
}

export type FindFunction = (arn: string) => LambdaFunction | undefined;

/**
 * Invokes the function that an ARN names.
 * @throws DeliveryError
 */
export type CallFunction = (arn: string, input: string) => Promise<void>;

/**
 * On AWS the invocation is asynchronous: Lambda retries a function that threw twice, and then sends the
 * event to the function's on-failure destination. Here the target's retries and dead-letter queue replace
 * both.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const createFunctionCaller =
  (find: FindFunction): CallFunction =>
  async (arn, input) => {
    const lambda = find(arn);
    if (lambda === undefined)
      throw new DeliveryError('NO_RESOURCE', 'The function does not exist.');
    const invocation = await invoke<unknown, unknown>(lambda, JSON.parse(input));
    if (invocation.outcome === 'timed-out') throw new DeliveryError('TIMEOUT', 'Task timed out.');
    if (invocation.outcome === 'threw') {
      throw new DeliveryError('FUNCTION_ERROR', 'The function threw an error.', {
        cause: invocation.error,
      });
    }
  };

export type QueueMessage = {
  readonly body: string;
  /** Required by a FIFO queue, which also needs content-based deduplication. */
  readonly groupId?: string | undefined;
  readonly attributes?: Record<string, MessageAttributeValue>;
};

/**
 * Sends to the queue that an ARN names.
 * @throws DeliveryError
 */
export type SendToQueue = (arn: string, message: QueueMessage) => Promise<void>;

export const createQueueSender = (sqs: SQSClient): SendToQueue => {
  const urls = new Map<string, string>();
  return async (arn, { body, groupId, attributes }) => {
    try {
      const url = urls.get(arn) ?? (await findQueueUrl(sqs, arn));
      urls.set(arn, url);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          ...(groupId !== undefined && { MessageGroupId: groupId }),
          ...(attributes !== undefined && { MessageAttributes: attributes }),
        }),
      );
    } catch (error) {
      urls.delete(arn);
      if (isMissingQueue(error)) {
        throw new DeliveryError('NO_RESOURCE', 'The queue does not exist.', { cause: error });
      }
      throw new DeliveryError('SQS_ERROR', 'SQS did not accept the message.', {
        cause: error,
        isOutage: !isRefusal(error),
      });
    }
  };
};

/** Whether SQS answered that the request is wrong. A connection error has no answer. */
const isRefusal = (error: unknown): boolean =>
  error instanceof SQSServiceException && error.$fault === 'client';

const findQueueUrl = async (sqs: SQSClient, arn: string): Promise<string> => {
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: parseArn(arn)?.resource }),
  );
  return requireField(QueueUrl, 'QueueUrl');
};

/** fauxqs sends the error code of SQS's older query protocol, for which the SDK has no class. */
const isMissingQueue = (error: unknown): boolean =>
  error instanceof Error && /QueueDoesNotExist$|NonExistentQueue$/.test(error.name);
