import type { QueueFunction, Seams } from '@willcall/lambda';
import { createDeadLetters } from '@willcall/worker';
import type { SQSRecord } from 'aws-lambda';
import { asDeployed } from '../role/as-deployed.ts';
import { lambdaContext } from '../sale/lambda-context.ts';
import type { Sale } from '../sale/open-sale-on.ts';

/** The dead letters' function on a sale's tables and queues. */
export const deadLettersFunction = (
  { environment, queues }: Sale,
  seams: Seams = {},
  env: Readonly<Record<string, string>> = {},
): QueueFunction => {
  const named = {
    ...environment,
    DEAD_LETTERS_QUEUE_URL: queues['purchases-dead'].url,
    PARKED_PURCHASES_QUEUE_URL: queues['parked-purchases'].url,
    ...env,
  };
  return createDeadLetters(named, asDeployed('dead-letters', named, seams));
};

/** The same for batches made by hand: gives the ids of the messages that stay. */
export const deadLettersOf = (sale: Sale, seams?: Seams, remainingMs?: number) => {
  const lambda = deadLettersFunction(sale, seams);
  return async (records: readonly SQSRecord[]): Promise<string[]> => {
    const { batchItemFailures } = await lambda(
      { Records: [...records] },
      lambdaContext(remainingMs),
    );
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
};
