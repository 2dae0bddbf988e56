import { auditShow, cancelShow, listShowJobs, type ShowAudit } from '@willcall/store';
import { expect } from 'vitest';
import { recordKeyOf } from '../records/purchase-key.ts';
import type { SaleOptions } from '../sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../sale/purchase-message.ts';
import { type AnnouncedSale, type ItemKey, openAnnouncedSale } from './announced-sale.ts';
import { type LaggingStreams, makeLaggingStreams } from './lagging-streams.ts';

/** The time of the cancellation. A pass that starts two minutes later finds every purchase. */
export const CANCELLED_AT = '2031-05-01T08:00:00.000Z';
export const minutesLater = (minutes: number) => {
  const now = new Date(Date.parse(CANCELLED_AT) + minutes * 60_000);
  return { clock: () => now };
};

export type CancelledShow = {
  readonly announced: AnnouncedSale;
  readonly streams: LaggingStreams;
  /** The ids of its purchases, sorted. */
  readonly purchaseIds: readonly string[];
  /** The keys of their records. */
  readonly keys: readonly ItemKey[];
  /**
   * Runs the jobs, with the streams recording, until no job is left. Returns the number of runs.
   */
  runToTheEnd(turn: () => () => Promise<unknown>, mostTurns?: number): Promise<number>;
  audit(): Promise<ShowAudit>;
  /** The ids of the purchases announced as cancelled, once for each event id. */
  cancelled(): readonly string[];
};

type CancelledShowOptions = SaleOptions & {
  /** Purchases that the worker decides together, so that one entry lists them. Default: 10. */
  readonly batch?: number;
};

/**
 * A show where each buyer bought twice, one ticket or two, or a seat each time, and which is then cancelled. No
 * job has run yet.
 */
export async function makeCancelledShow(
  buyers: number,
  { batch = 10, ...overrides }: CancelledShowOptions = {},
): Promise<CancelledShow> {
  const announced = await openAnnouncedSale({
    capacity: buyers * 4,
    buckets: 2,
    startsAt: '2031-06-01T20:00:00Z',
    ...overrides,
  });
  const streams = makeLaggingStreams(announced);
  const { show, store } = announced.sale;
  const messages = Array.from({ length: buyers * 2 }, (_, index) =>
    makePurchaseMessage({
      showId: show.showId,
      userId: `buyer-${index % buyers}`,
      ...(overrides.seats === undefined
        ? { quantity: 1 + (index % 2) }
        : { seats: overrides.seats.slice(index, index + 1) }),
      requestedAt: '2031-05-01T07:00:00.000Z',
    }),
  );
  const sell = announced.sale.worker({ clock: () => new Date('2031-05-01T07:00:01.000Z') });
  await streams.record(async () => {
    for (let at = 0; at < messages.length; at += batch) {
      const together = messages.slice(at, at + batch);
      expect(await sell(together.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
    }
  });
  await streams.record(() =>
    cancelShow(store, show, { at: CANCELLED_AT, correlationId: 'called-off' }),
  );
  await streams.drain(minutesLater(0));
  return {
    announced,
    streams,
    purchaseIds: messages.map(({ purchaseId }) => purchaseId).sort(),
    keys: messages.map(recordKeyOf),
    runToTheEnd: async (turn, mostTurns = 200) => {
      for (let turns = 1; turns <= mostTurns; turns += 1) {
        await streams.record(turn());
        await streams.drain(minutesLater(2));
        if ((await listShowJobs(store)).length === 0) return turns;
      }
      throw new Error('the job does not end');
    },
    audit: () =>
      auditShow(store, show.showId, {
        allRecords: true,
        clock: () => new Date('2031-06-01T20:00:00.000Z'),
      }),
    cancelled: () =>
      announced.bus
        .distinct()
        .filter(({ type }) => type === 'PurchaseCancelled')
        .map(({ detail }) => String(detail.purchaseId))
        .sort(),
  };
}
