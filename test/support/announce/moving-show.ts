import { known, type PurchaseMessage } from '@willcall/contracts';
import { changeShow, listShowJobs, saveSweepPosition } from '@willcall/store';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../sale/purchase-message.ts';
import { type AnnouncedSale, openAnnouncedSale } from './announced-sale.ts';
import { type LaggingStreams, makeLaggingStreams } from './lagging-streams.ts';
import type { StreamedTable } from './table-changes.ts';

const MINUTE_MS = 60_000;
/** The start of the test's clock. The first reminders are due some minutes later. */
const BEGINS = Date.parse('2031-05-31T20:00:10.000Z');
const LEAD_MS = 24 * 60 * MINUTE_MS;

/** The start of a show whose reminders are due this many minutes after the clock starts. */
export const startDueIn = (minutes: number): string =>
  new Date(Date.parse('2031-05-31T20:00:00.000Z') + minutes * MINUTE_MS + LEAD_MS).toISOString();

type Reminded = {
  readonly eventId: string;
  readonly purchaseId: string;
  readonly startsAt: string;
  readonly dueAt: string;
  readonly lateBySeconds: number;
};

/**
 * A show that moves, with its reminders, jobs, sweeps and streams, at a time that the test sets.
 */
export type MovingShow = {
  readonly announced: AnnouncedSale;
  readonly streams: LaggingStreams;
  /** The current start of the show. */
  startsAt(): string;
  /** The current time of the test. */
  now(): Date;
  pass(minutes: number): void;
  buy(overrides?: Partial<PurchaseMessage>): Promise<PurchaseMessage>;
  move(dueInMinutes: number): Promise<void>;
  /** One run of the jobs, optionally with middleware or with time for only this many steps. */
  jobs(overrides?: { readonly plugin?: SdkPlugin; readonly steps?: number }): Promise<void>;
  sweep(): Promise<void>;
  deliver(table: StreamedTable): Promise<void>;
  drain(): Promise<void>;
  /**
   * Runs time and all functions until no job is open, no record is queued and the last reminder is
   * due.
   */
  settle(): Promise<void>;
  /** Every reminder that was announced, including repeats. */
  reminded(): readonly Reminded[];
};

export async function makeMovingShow(dueInMinutes: number): Promise<MovingShow> {
  const announced = await openAnnouncedSale({ capacity: 100, startsAt: startDueIn(dueInMinutes) });
  const streams = makeLaggingStreams(announced);
  const { store } = announced.sale;
  let minutes = 0;
  const clock = () => new Date(BEGINS + minutes * MINUTE_MS);
  await saveSweepPosition(announced.reminders, '2031-05-31T19:59');
  let startsAt = startDueIn(dueInMinutes);

  const sweep = () => streams.record(announced.sweep({ clock }));
  const drain = () => streams.drain({ clock });
  const jobs: MovingShow['jobs'] = ({ plugin, steps = Number.POSITIVE_INFINITY } = {}) => {
    let asked = 0;
    const timeLeft = () => {
      asked += 1;
      return asked <= steps ? 60_000 : 0;
    };
    const dynamodbPlugins = plugin === undefined ? [] : [plugin];
    return streams.record(announced.jobs({ clock, dynamodbPlugins, pageEntries: 2 }, timeLeft));
  };
  return {
    announced,
    streams,
    startsAt: () => startsAt,
    now: clock,
    pass: (passed) => {
      minutes += passed;
    },
    buy: async (overrides = {}) => {
      const { showId } = announced.sale.show;
      const message = makePurchaseMessage({
        showId,
        requestedAt: clock().toISOString(),
        ...overrides,
      });
      await streams.record(() =>
        announced.sale.worker({ clock })([makePurchaseSqsRecord(message)]),
      );
      return message;
    },
    move: async (dueIn) => {
      const show = known(await announced.sale.showNow(), 'show');
      startsAt = startDueIn(dueIn);
      const change = { startsAt, at: clock().toISOString(), correlationId: 'moved' };
      await streams.record(() => changeShow(store, show, change));
    },
    jobs,
    sweep,
    deliver: (table) => streams.deliver(table, { clock }),
    drain,
    settle: async () => {
      await drain();
      while ((await listShowJobs(store)).length > 0) {
        minutes += 2;
        await jobs();
        await drain();
      }
      minutes = Math.max(minutes, (Date.parse(startsAt) - LEAD_MS - BEGINS) / MINUTE_MS + 1);
      await sweep();
      await drain();
    },
    reminded: () =>
      announced.bus
        .published()
        .filter(({ type }) => type === 'ReminderDue')
        .map(({ detail }) => ({
          eventId: String(detail.eventId),
          purchaseId: String(detail.purchaseId),
          startsAt: String(detail.startsAt),
          dueAt: String(detail.dueAt),
          lateBySeconds: Number(detail.lateBySeconds),
        })),
  };
}

/** Makes a show that moves, with a purchase whose reminder is set. */
export async function makeMovingShowWithReminder(dueInMinutes: number): Promise<MovingShow> {
  const show = await makeMovingShow(dueInMinutes);
  await show.buy();
  await show.drain();
  return show;
}
