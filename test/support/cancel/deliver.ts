import type { Message } from '@aws-sdk/client-sqs';
import { createWorker } from '@willcall/worker';
import { asDeployed } from '../role/as-deployed.ts';
import { lambdaContext } from '../sale/lambda-context.ts';
import { sqsRecord } from '../sale/sqs-record.ts';
import type { TestStage } from '../stage.ts';

/** Hands a message of the purchases' queue to a worker of its own; the ids of what it reports as failed. */
export async function deliver(stage: TestStage, { Body = '', Attributes }: Message) {
  const worker = createWorker(stage.environment, asDeployed('worker', stage.environment, {}));
  const record = sqsRecord(Body, Attributes?.MessageGroupId ?? '');
  const { batchItemFailures } = await worker({ Records: [record] }, lambdaContext());
  return batchItemFailures;
}
