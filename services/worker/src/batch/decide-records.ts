import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { decideShow } from '../decision/decide-show.ts';
import type { DecisionDependencies } from '../decision/dependencies.ts';
import { WorkerError } from '../errors.ts';
import { failRestOfGroup } from './fail-rest-of-group.ts';
import { type ArrivedPurchase, readMessage } from './read-message.ts';

/**
 * Reads messages, drops repeats of the same purchase, decides what remains show by show (one
 * transaction each, side by side), and keeps FIFO order within a buyer and show: after a failed
 * message the rest of its group fails too. A failure's reason says by `retryable` whether another
 * delivery can help.
 */
export async function decideRecords(
  records: readonly SQSRecord[],
  dependencies: DecisionDependencies,
): Promise<BatchResults> {
  const { arrived, invalid } = readInOrder(records);
  const first = firstOfEach(arrived);
  const byShow = Map.groupBy(new Set(first.values()), ({ message }) => message.showId);
  const decided = await Promise.all(
    [...byShow].map(([showId, purchases]) => decideShow(showId, purchases, dependencies)),
  );
  const outcomes = new Map(decided.flatMap((outcomesOfShow) => [...outcomesOfShow]));

  const results = records.map((record): PromiseSettledResult<unknown> => {
    const purchase = first.get(record);
    const outcome = purchase && outcomes.get(purchase);
    return outcome ?? { status: 'rejected', reason: invalid.get(record) };
  });
  return failRestOfGroup(records, results);
}

/** What follows an unreadable message in its group is not even tried: its turn has not come. */
function readInOrder(records: readonly SQSRecord[]) {
  const arrived = new Map<SQSRecord, ArrivedPurchase>();
  const invalid = new Map<SQSRecord, WorkerError>();
  const blocked = new Set<string | undefined>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId;
    if (blocked.has(group)) {
      invalid.set(record, new WorkerError('BEHIND_A_FAILURE', 'An earlier message failed'));
      continue;
    }
    try {
      arrived.set(record, readMessage(record));
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      invalid.set(record, error);
      blocked.add(group);
    }
  }
  return { arrived, invalid };
}

/** Of each purchase the message that arrived first: repeats share its outcome. */
function firstOfEach(
  arrived: ReadonlyMap<SQSRecord, ArrivedPurchase>,
): Map<SQSRecord, ArrivedPurchase> {
  const firsts = new Map<string, ArrivedPurchase>();
  const first = new Map<SQSRecord, ArrivedPurchase>();
  for (const [record, purchase] of arrived) {
    const identity = JSON.stringify([purchase.userId, purchase.key]);
    const known = firsts.get(identity) ?? purchase;
    firsts.set(identity, known);
    first.set(record, known);
  }
  return first;
}
