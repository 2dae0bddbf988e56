import { known } from '@willcall/contracts';
import { addTallies, tallyDecision } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import {
  type NewTally,
  type SecondTally,
  type Store,
  TALLY_LIFE_SECONDS,
  writeTallies,
} from '@willcall/store';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { StreamError } from '../errors.ts';
import { type PurchaseRecordChange, readChange } from '../read-change.ts';
import { retryFrom } from '../stream-function.ts';

export type TallyDependencies = {
  readonly store: Store<'pulse'>;
  readonly clock: () => Date;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Counts the decisions of a batch, and writes one item for each of its shows. The whole batch is tried again
 * if one of them is not written: nothing waits for it, because this function has a mapping of its own.
 *
 * An item is named by the first record of the batch that counts for its show, so that each redelivery
 * replaces it, wherever Lambda cuts the stream into batches the next time:
 *
 *     [1 2 3 4 5 6] item 1: 6 ✓ ── reply lost ── [1 2 3 4 5 6] item 1: 6 ✓
 *     [1 2 3 4 5 6] item 1: 6 ✓ ── reply lost ── [1 2 3] item 1: 3 ✓ ── [4 5 6 7] item 4: 4 ✓
 */
export async function tallyBatch(
  records: readonly DynamoDBRecord[],
  { store, clock, log, measure }: TallyDependencies,
): Promise<DynamoDBBatchResponse> {
  const decisions = records.flatMap((record) => readDecision(record, measure));
  const oldest = clock().getTime() / MS_PER_SECOND - TALLY_LIFE_SECONDS;
  const tallies = [...Map.groupBy(decisions, ({ showId }) => showId).values()]
    .map(tallyShow)
    // After a long outage, some are too old for anybody to see.
    .filter(({ seconds }) => seconds.some(({ second }) => second > oldest));
  try {
    await writeTallies(store, tallies);
  } catch (error) {
    measure.count('TalliesFailed', tallies.length);
    log.warn('Tallies could not be written: the batch will be retried', { error });
    return retryFrom(known(records[0], 'first record'));
  }
  if (tallies.length > 0) measure.count('TalliesWritten', tallies.length);
  return { batchItemFailures: [] };
}

const MS_PER_SECOND = 1_000;

/** A decision, and the record that it is from. */
type Decision = Pick<NewTally, 'showId' | 'first'> & { readonly tally: SecondTally };

/** The decision of a record, if it has one that belongs to a show. */
function readDecision(record: DynamoDBRecord, measure: Measure): Decision[] {
  const change = readPurchaseChange(record, measure);
  const { before, after, recordedAt } = change ?? {};
  const tally = tallyDecision(before, after);
  if (tally === undefined || after?.showId === undefined || recordedAt === undefined) return [];
  // Clients can invent any number of show ids. Nobody watches such a show.
  if (after.reason === 'SHOW_NOT_FOUND') return [];
  const at = after.status === 'CANCELLED' ? (after.cancelledAt ?? recordedAt) : after.decidedAt;
  const sequenceNumber = known(record.dynamodb?.SequenceNumber, 'sequence number of a record');
  return [
    {
      showId: after.showId,
      first: { decidedAt: at, sequenceNumber, recordKey: after.recordKey },
      tally: { ...tally, second: Math.floor(Date.parse(at) / MS_PER_SECOND) },
    },
  ];
}

/** Reads the change of a purchase. A damaged record is left out: `stream` parks it, which raises an alarm. */
function readPurchaseChange(
  record: DynamoDBRecord,
  measure: Measure,
): PurchaseRecordChange | undefined {
  try {
    const change = readChange(record);
    return change.kind === 'purchase' ? change : undefined;
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    measure.count('TallyRecordsSkipped');
    return undefined;
  }
}

function tallyShow(decisions: readonly Decision[]): NewTally {
  const first = known(decisions[0], 'first decision');
  const bySecond = Map.groupBy(
    decisions.map(({ tally }) => tally),
    ({ second }) => second,
  );
  const seconds = [...bySecond].map(([second, tallies]) => ({ second, ...addTallies(tallies) }));
  return { showId: first.showId, first: first.first, seconds };
}
