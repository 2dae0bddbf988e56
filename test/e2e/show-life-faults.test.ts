import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readShow } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { requestTimeout, throttling, transactionCanceled } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

const TRANSACT = 'TransactWriteItemsCommand';
const faults = createFaultInjector();
const office = await openBoxOffice({ seams: { dynamodbPlugins: [faults.plugin] } });

const startsAt = '2098-01-01T20:00:00Z';
const requests = {
  reminders: (showId: string) => ({
    method: 'PATCH',
    path: `/v1/shows/${showId}`,
    body: { startsAt },
  }),
  cancel: (showId: string) => ({ method: 'POST', path: `/v1/shows/${showId}/cancel` }),
};
type Kind = keyof typeof requests;
const requestChange = (kind: Kind, showId: string) =>
  office.send({ ...requests[kind](showId), token: office.adminToken });
/** The show's job of this kind, from the table. */
const findJob = async (kind: Kind, showId: string): Promise<unknown> => {
  const { Item } = await office.store.documents.send(
    new GetCommand({
      TableName: office.store.tables.shows,
      Key: { showId: `#job#${kind}#${showId}` },
      ConsistentRead: true,
    }),
  );
  return Item?.changes;
};
const isDone = async (kind: Kind, showId: string) => {
  const show = await readShow(office.store, showId, { consistent: true });
  return kind === 'cancel' ? show?.cancelledAt !== undefined : show?.startsAt === startsAt;
};

const kinds: Kind[] = ['reminders', 'cancel'];
describe.each(kinds)('a change that needs the job `%s`', (kind) => {
  it('commits with it or not at all, and once, whichever call fails', async () => {
    for (const moment of ['before', 'after'] as const) {
      // The calls: show, transaction, show, and the stock unless the show is cancelled.
      for (const nth of kind === 'cancel' ? [0, 1, 2] : [0, 1, 2, 3]) {
        const { showId } = await office.makeShow();
        faults[moment](() => true, moment === 'before' ? throttling : requestTimeout, {
          skip: nth,
        });
        expect(await requestChange(kind, showId)).toMatchObject({ status: 503 });
        faults.assertAllUsed();
        const happened = nth > 1 || (nth === 1 && moment === 'after');
        expect(await isDone(kind, showId)).toBe(happened);
        expect(await findJob(kind, showId)).toBe(happened ? 1 : undefined);

        expect((await requestChange(kind, showId)).status).toBe(kind === 'cancel' ? 202 : 200);
        expect(await isDone(kind, showId)).toBe(true);
        expect(await findJob(kind, showId)).toBe(1);
      }
    }
  });

  it('is tried again after a conflict', async () => {
    const { showId } = await office.makeShow();
    // A new start also adds a month entry.
    const others = kind === 'cancel' ? (['None'] as const) : (['None', 'None'] as const);
    faults.before(TRANSACT, () => transactionCanceled(['TransactionConflict', ...others]), 2);
    expect((await requestChange(kind, showId)).status).toBe(kind === 'cancel' ? 202 : 200);
    faults.assertAllUsed();
    expect(await findJob(kind, showId)).toBe(1);
  });
});
