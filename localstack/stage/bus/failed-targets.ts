import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { functionArn } from '../../aws/local-account.ts';
import { createQueue } from '../resources/create-queue.ts';
import type { QueueResource } from '../resources/resources.ts';

/** 14 days, the maximum of SQS, as in a deployed stage. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * Creates the queue of events that a function of the stage failed to process, such as
 * `willcall-local-failed-targets`. Can be repeated.
 *
 * @param bus the name of the stage's bus
 */
export const createFailedTargets = (sqs: SQSClient, bus: string): Promise<QueueResource> =>
  createQueue(sqs, `${bus}-failed-targets`, { MessageRetentionPeriod: String(RETENTION_SECONDS) });

/** The first invocation and its two retries. */
const INVOCATIONS = 3;

/**
 * Creates the on-failure destination of a function that is invoked asynchronously. Unlike on AWS, the
 * record has no responsePayload, because the message of an error can quote its input.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const createFailureDestination =
  (sqs: SQSClient, queue: QueueResource, functionName: string) =>
  async (event: unknown): Promise<void> => {
    const record = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `${functionArn(functionName)}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: INVOCATIONS,
      },
      requestPayload: event,
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
      },
    };
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queue.url, MessageBody: JSON.stringify(record) }),
    );
  };
