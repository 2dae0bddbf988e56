import type { PurchaseMessage } from '@willcall/contracts';
import { cancelShow } from '@willcall/store';
import { expect, it } from 'vitest';
import { type MovingShow, makeMovingShow, startDueIn } from '../support/announce/moving-show.ts';
import { recordKeyOf } from '../support/records/purchase-key.ts';

/** The table in ARCHITECTURE.md, "Events and reminders". Times are minutes after the clock starts. */

/** A due time by which the show has begun long ago. */
const BEGUN = -3 * 24 * 60;

type World = { readonly show: MovingShow; readonly bought: PurchaseMessage };
type Step = (world: World) => Promise<void>;

/** Lets minutes pass, with a sweep in each. */
const pass =
  (minutes: number): Step =>
  async ({ show }) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      show.pass(1);
      await show.sweep();
      await show.drain();
    }
  };

const move =
  (due: number): Step =>
  ({ show }) =>
    show.move(due);

/** Runs the show jobs, and again once earlier sales are settled. */
const runJobs: Step = async (world) => {
  const { show } = world;
  await show.jobs();
  await show.drain();
  await pass(2)(world);
  await show.jobs();
  await show.drain();
};

const moveAndRunJobs =
  (due: number): Step =>
  async (world) => {
    await move(due)(world);
    await runJobs(world);
  };

const cancelPurchase: Step = async ({ show, bought }) => {
  const cancelled = { status: 'CANCELLED' };
  await show.streams.record(() =>
    show.announced.change('PURCHASES_TABLE', recordKeyOf(bought), cancelled),
  );
  await show.drain();
};

const cancelItsShow: Step = async ({ show }) => {
  const { sale } = show.announced;
  const shown = await sale.showNow();
  if (shown === undefined) throw new Error('expected a show');
  const cancellation = { at: '2031-05-31T20:00:20.000Z', correlationId: 'off' };
  await show.streams.record(() => cancelShow(sale.store, shown, cancellation));
  await show.drain();
};

type Case = {
  /** When the reminder is due by the start at the time of the purchase. */
  readonly due: number;
  readonly lead?: number;
  readonly steps: readonly Step[];
  /** The due times of the reminders sent, in order. */
  readonly sent: readonly number[];
};

const cases: Readonly<Record<string, Case>> = {
  'set and due: sent': { due: 4, steps: [pass(6)], sent: [4] },
  'due between two minutes: sent after its due time': { due: 4.5, steps: [pass(6)], sent: [4.5] },
  'due between two minutes: not sent before its due time': { due: 4.5, steps: [pass(4)], sent: [] },
  'bought after its due time: never sent': { due: -10, steps: [pass(6)], sent: [] },
  'bought seconds after its due time: never sent': { due: 0.1, steps: [pass(6)], sent: [] },
  'bought after its due time, moved later: sent for the new start': {
    due: -10,
    steps: [moveAndRunJobs(5), pass(5)],
    sent: [5],
  },
  'bought after its due time, moved to another due time before the purchase: never sent': {
    due: -10,
    steps: [moveAndRunJobs(-5), pass(5)],
    sent: [],
  },
  'asked for less than a minute before the start: never sent': {
    due: -24 * 60 + 10,
    lead: 59,
    steps: [pass(12)],
    sent: [],
  },
  'waiting, moved earlier to a due time ahead: sent then': {
    due: 9,
    steps: [moveAndRunJobs(4), pass(9)],
    sent: [4],
  },
  'waiting, moved earlier to a due time that has passed: sent at once': {
    due: 9,
    steps: [moveAndRunJobs(-60), pass(9)],
    sent: [-60],
  },
  'waiting, moved later: sent then': { due: 4, steps: [moveAndRunJobs(9), pass(9)], sent: [9] },
  'waiting, purchase cancelled: never sent': { due: 4, steps: [cancelPurchase, pass(6)], sent: [] },
  'waiting, show cancelled: never sent': {
    due: 4,
    steps: [cancelItsShow, pass(2), runJobs, pass(4)],
    sent: [],
  },
  'sent, moved later to a due time ahead: sent again, once': {
    due: 2,
    steps: [pass(3), moveAndRunJobs(9), pass(12)],
    sent: [2, 9],
  },
  'sent, moved later to a due time that has passed: not sent again': {
    due: 2,
    steps: [pass(6), moveAndRunJobs(4), pass(4)],
    sent: [2],
  },
  'sent, moved earlier: not sent again': {
    due: 4,
    steps: [pass(5), moveAndRunJobs(2), pass(4)],
    sent: [4],
  },
  'sent, moved later and back before its job: not sent again': {
    due: 2,
    steps: [pass(3), move(9), moveAndRunJobs(2), pass(9)],
    sent: [2],
  },
  'sent, moved later, purchase cancelled: not sent again': {
    due: 2,
    steps: [pass(3), moveAndRunJobs(9), cancelPurchase, pass(6)],
    sent: [2],
  },
  'mistyped as begun, corrected to a due time ahead: sent then': {
    due: 9,
    steps: [moveAndRunJobs(BEGUN), moveAndRunJobs(9), pass(9)],
    sent: [9],
  },
  'mistyped as begun, corrected after its due time: sent late': {
    due: 3,
    steps: [moveAndRunJobs(BEGUN), pass(3), moveAndRunJobs(3), pass(4)],
    sent: [3],
  },
  'mistyped as begun, fired before any job ran, corrected: sent late': {
    due: 3,
    steps: [move(BEGUN), pass(4), moveAndRunJobs(3), pass(4)],
    sent: [3],
  },
  'mistyped as begun, fired, corrected to a later due time: sent then': {
    due: 3,
    steps: [move(BEGUN), pass(4), moveAndRunJobs(9), pass(6)],
    sent: [9],
  },
  'mistyped as begun twice, corrected: sent once': {
    due: 9,
    steps: [moveAndRunJobs(BEGUN), moveAndRunJobs(BEGUN + 5), moveAndRunJobs(9), pass(9)],
    sent: [9],
  },
  'sent, mistyped as begun, corrected: not sent again': {
    due: 2,
    steps: [pass(3), moveAndRunJobs(BEGUN), moveAndRunJobs(2), pass(4)],
    sent: [2],
  },
  'suppressed, purchase cancelled, corrected: never sent': {
    due: 9,
    steps: [moveAndRunJobs(BEGUN), cancelPurchase, moveAndRunJobs(9), pass(9)],
    sent: [],
  },
};

it.each(Object.entries(cases))('a reminder %s', async (_, { due, lead, steps, sent }) => {
  const show = await makeMovingShow(due);
  const bought = await show.buy(lead === undefined ? {} : { reminderLeadSeconds: lead });
  await show.drain();
  for (const step of steps) await step({ show, bought });
  const reminded = show.reminded();
  expect(reminded.map(({ startsAt }) => startsAt)).toEqual(sent.map(startDueIn));
  for (const { startsAt, dueAt, lateBySeconds } of reminded) {
    expect(Date.parse(startsAt) - Date.parse(dueAt)).toBe(24 * 60 * 60_000);
    expect(lateBySeconds).toBeGreaterThanOrEqual(0);
  }
});
