import { setTimeout as delay } from 'node:timers/promises';
import { type Client, openClient } from '@willcall/client/checked';
import { known, MAX_HOLD_SECONDS } from '@willcall/contracts';
import { openAccount, reconcileShow } from '@willcall/payments';
import { issueToken } from '../../../stage/identity.ts';
import { SLOW_BANK_MS } from '../../../stage/process/protocol.ts';
import type { TimedStage } from '../../../stage/process/start-timed-stage.ts';
import type { RunningStack } from '../../../stage/running-stack.ts';
import { openStagePayments, readPaidShow } from '../../payments/open-payments.ts';
import { type ReconciliationReport, toReport } from '../../payments/reconcile-report.ts';
import { createShow, issueTokens } from '../../sale/prepare-sale.ts';
import { expectLoopbackOrigin } from '../../sale/sale-stack.ts';
import { auditSale, type DemoRun } from '../run-demo.ts';
import { chooseQuantities, type DemoOptions, mulberry32 } from '../sell.ts';
import { ask, awaitStatus, type Habit, type Hold, type PaidBuyer, payHold } from './buyer.ts';
import { openProvider } from './provider.ts';
import { type AskedFor, makePaidReport, type PaidReport } from './report.ts';

/** A stack whose clock the demo moves. `running` describes it as `npm start` would. */
export type PaidStack = TimedStage & { readonly running: RunningStack };

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60 * MS_PER_SECOND;

/** The time to pay: the longest that a show can give, so that late money can come while others hold tickets. */
const HOLD_SECONDS = MAX_HOLD_SECONDS;

// Counted from the moment at which all payments of a round have begun.

/** A hold is ended in the minute after its end. */
const UNTIL_HOLDS_END_MS = HOLD_SECONDS * MS_PER_SECOND + MS_PER_MINUTE;

/** Longer than a hold waits for a payment that is processing. */
const UNTIL_PATIENCE_ENDS_MS = UNTIL_HOLDS_END_MS + 16 * MS_PER_MINUTE;

/** Longer than the slow bank of the stack needs. */
const UNTIL_LATE_MONEY_MS = SLOW_BANK_MS + MS_PER_MINUTE;

/**
 * Sells a paid show to buyers who ask again while all tickets are held, until it is sold out or nobody wants a ticket.
 * A third of them do not pay, and a tenth pay late.
 *
 * @throws the signal's reason, or that of the timeout
 */
export const runPaidDemo = async (
  stack: PaidStack,
  options: DemoOptions,
  { onProgress = () => undefined, signal: interrupt }: Omit<DemoRun, 'onShow'>,
): Promise<PaidReport> => {
  const { tickets, timeout } = options;
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(timeout * MS_PER_SECOND)]);
  const client = openClient({ url: expectLoopbackOrigin(stack.url) });
  try {
    const token = await issueToken({ user: 'ops', admin: true });
    const show = { name: `Paid sale of ${tickets} tickets`, venue: 'Old Opera House', tickets };
    const { showId } = await createShow(
      client,
      { ...show, holdSeconds: HOLD_SECONDS },
      { token, signal },
    );
    const buyers = await makeBuyers(options, onProgress, signal);
    const startedAt = stack.now();
    const sale = await sellPaid({ stack, client, showId, buyers, onProgress, signal });
    const minutes = Math.round((stack.now().getTime() - startedAt.getTime()) / MS_PER_MINUTE);
    const audit = await auditSale(stack.running, showId, { clock: stack.now });
    const reconciliation = await reconcile(stack, showId);
    return makePaidReport(options, { ...sale, minutes, audit, reconciliation });
  } finally {
    client.close();
  }
};

type PaidSaleInput = {
  readonly stack: PaidStack;
  readonly client: Client;
  readonly showId: string;
  readonly buyers: readonly PaidBuyer[];
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
};

const sellPaid = async (input: PaidSaleInput) => {
  const { stack, client, buyers, onProgress, signal } = input;
  const provider = await openProvider(stack);
  const passUntil = createTimeline(stack, client, signal);
  const asked: AskedFor[] = [];
  const counts = { paidInTime: 0, expired: 0, lateSold: 0, lateRefunded: 0 };
  const tell = () => {
    const { paidInTime, expired } = counts;
    onProgress(`paid ${paidInTime}  expired ${expired}  waiting ${waiting.length}`);
  };
  let waiting = buyers;
  let late: Hold[] = [];
  let lateMoneyAt = 0;
  const takeLateMoney = async () => {
    const statuses = await passUntil(lateMoneyAt, late, async ({ payment }, status) =>
      status === 'CONFIRMED' ? true : provider.isRefunded(known(payment, 'payment')),
    );
    const sold = statuses.filter((status) => status === 'CONFIRMED').length;
    counts.lateSold += sold;
    counts.lateRefunded += late.length - sold;
    late = [];
  };
  for (let round = 1; waiting.length > 0; round += 1) {
    const { holds, ...rest } = await askInWaves(input, waiting, round === 1 ? buyers.length : WAVE);
    asked.push(...rest.asked);
    waiting = rest.waiting;
    await Promise.all(holds.map((hold) => payHold(client, provider, hold, signal)));
    const of = (...habits: Habit[]) => holds.filter(({ buyer }) => habits.includes(buyer.habit));
    const begunAt = stack.now().getTime();
    await passUntil(begunAt, of('pays'), (_, status) => status === 'CONFIRMED');
    counts.paidInTime += of('pays').length;
    tell();
    // The late money of every odd round comes while others hold the tickets.
    if (round % 2 === 0) await takeLateMoney();
    const isExpired = (_: Hold, status: string) => status === 'EXPIRED';
    const unpaid = of('starts to pay', 'leaves');
    await passUntil(begunAt + UNTIL_HOLDS_END_MS, unpaid, isExpired);
    late = [...late, ...of('pays late')];
    lateMoneyAt = begunAt + UNTIL_LATE_MONEY_MS;
    await passUntil(begunAt + UNTIL_PATIENCE_ENDS_MS, of('pays late'), isExpired);
    counts.expired += unpaid.length + of('pays late').length;
    tell();
    // That of every even round comes while tickets are free.
    if (round % 2 === 0) await takeLateMoney();
  }
  await takeLateMoney();
  return { asked, counts };
};

/** How many ask at once after the first rush. */
const WAVE = 32;

/**
 * Has buyers ask for tickets, some at once. When nobody of a wave gets tickets because all are held, the show says so,
 * and the others wait without asking. Those who have asked are the last to ask again.
 */
const askInWaves = async (
  { client, showId, signal }: PaidSaleInput,
  buyers: readonly PaidBuyer[],
  size: number,
) => {
  const asked: AskedFor[] = [];
  const holds: Hold[] = [];
  const refused: PaidBuyer[] = [];
  let next = 0;
  for (let isHeld = false; !isHeld && next < buyers.length; next += size) {
    const answers = await Promise.all(
      buyers.slice(next, next + size).map(async (buyer) => {
        const answer = await ask(client, showId, buyer, signal);
        asked.push({ answer, quantity: buyer.quantity });
        if (answer.kind === 'held') holds.push(answer.hold);
        if (answer.kind === 'waits') refused.push(buyer);
        return answer.kind;
      }),
    );
    isHeld = answers.includes('waits') && !answers.includes('held');
  }
  return { asked, holds, waiting: [...buyers.slice(next), ...refused] };
};

/** Longer than a reconciliation takes a change for one that is in flight. */
const UNTIL_NOTHING_IS_IN_FLIGHT_MS = 20 * MS_PER_MINUTE;

/** Compares all payments with all purchases. */
const reconcile = async (stack: PaidStack, showId: string): Promise<ReconciliationReport> => {
  await stack.pass(UNTIL_NOTHING_IS_IN_FLIGHT_MS);
  const { now: clock, running } = stack;
  const { store, pulse, environment } = openStagePayments({}, running);
  const account = openAccount(environment, { store: pulse, clock, patienceMs: () => PATIENCE_MS });
  const show = await readPaidShow(store, showId);
  return toReport(showId, await reconcileShow({ ...account, store, clock }, show));
};

/** For a share of the budget. */
const PATIENCE_MS = 60_000;

/** How long all purchases are waited for before another minute passes, in which the stage looks at them again. */
const LOOK_AGAIN_AFTER_MS = 5_000;

/**
 * Creates a function that lets time pass, at least until a moment in milliseconds since 1970, until purchases are as
 * wanted. It returns their statuses.
 */
const createTimeline =
  (stack: PaidStack, client: Client, signal: AbortSignal) =>
  async (
    momentMs: number,
    holds: readonly Hold[],
    isWanted: (hold: Hold, status: string) => boolean | Promise<boolean>,
  ): Promise<string[]> => {
    await stack.pass(Math.max(0, momentMs - stack.now().getTime()));
    const done = new AbortController();
    const lookAgain = async () => {
      for (;;) {
        await delay(LOOK_AGAIN_AFTER_MS, undefined, { signal: done.signal });
        await stack.pass(MS_PER_MINUTE);
      }
    };
    const looking = lookAgain().catch(() => undefined);
    try {
      return await Promise.all(
        holds.map((hold) => awaitStatus(client, hold, (status) => isWanted(hold, status), signal)),
      );
    } finally {
      done.abort();
      await looking;
    }
  };

/** Creates the buyers with their tokens and habits. The same seed gives the same buyers. */
const makeBuyers = async (
  options: DemoOptions,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<PaidBuyer[]> => {
  const { buyers: number, seed } = options;
  const names = Array.from({ length: number }, (_, index) => `demo-buyer-${index + 1}`);
  const tokens = await issueTokens(
    names,
    (signed) => onProgress(`tokens signed ${signed}/${number}`),
    signal,
  );
  const quantities = chooseQuantities(options);
  const random = mulberry32(seed);
  return names.map((name, index) => ({
    name,
    token: known(tokens[index], 'token'),
    quantity: known(quantities[index], 'quantity'),
    habit: chooseHabit(random()),
    refusals: 0,
  }));
};

const chooseHabit = (share: number): Habit => {
  if (share < 1 / 6) return 'leaves';
  if (share < 1 / 3) return 'starts to pay';
  return share < 1 / 3 + 1 / 10 ? 'pays late' : 'pays';
};
