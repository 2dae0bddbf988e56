import { readShow, type ShowRecord } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { StreamError } from '../errors.ts';
import type { StreamDependencies } from './dependencies.ts';
import { type Prepared, prepareRecord } from './prepare-record.ts';

type Placed = { readonly record: DynamoDBRecord; readonly place: number };

/**
 * Prepares the records of a batch: those of one item in their order, those of different items side by
 * side. After a change that failed, the later ones of its item are not even tried.
 *
 * @returns what became of each record, in the batch's order.
 */
export async function prepareBatch(
  records: readonly DynamoDBRecord[],
  dependencies: StreamDependencies,
): Promise<Prepared[]> {
  const withShows = { ...dependencies, showOf: showsReadOnce(dependencies) };
  const prepared: Prepared[] = [];
  const byItem = Map.groupBy(
    records.map((record, place): Placed => ({ record, place })),
    ({ record }) => JSON.stringify(record.dynamodb?.Keys),
  );
  await Promise.all(
    [...byItem.values()].map(async (ofItem) => {
      let hasFailed = false;
      for (const { record, place } of ofItem) {
        const outcome: Prepared = hasFailed
          ? behindAFailure()
          : await prepareRecord(record, withShows);
        hasFailed = outcome.kind === 'failed';
        prepared[place] = outcome;
      }
    }),
  );
  return prepared;
}

/** All buyers of a show are reminded in the same minute, and so in the same batches. */
function showsReadOnce({ store }: StreamDependencies) {
  const shows = new Map<string, Promise<ShowRecord | undefined>>();
  return (showId: string): Promise<ShowRecord | undefined> => {
    const known = shows.get(showId) ?? readShow(store, showId, { consistent: true });
    shows.set(showId, known);
    return known;
  };
}

const behindAFailure = (): Prepared => ({
  kind: 'failed',
  error: new StreamError('BEHIND_A_FAILURE', 'An earlier change of the item failed'),
});
