import { known } from '@willcall/contracts';
import { type DifferenceCode, isFault } from '@willcall/payments';
import {
  auditShow,
  cancelShow,
  changeShow,
  type PurchaseRecord,
  readPurchase,
  readShow,
  readStock,
  type ShowRecord,
} from '@willcall/store';
import fc from 'fast-check';
import type Stripe from 'stripe';
import { expect, it } from 'vitest';
import type { CallFault } from '../support/payments/call-faults.ts';
import type { PurchaseName } from '../support/payments/followed-changes.ts';
import { intentOf } from '../support/payments/local-provider.ts';
import { openPaidWorld, type PaidWorld } from '../support/payments/paid-world.ts';
import { recordKeyOf } from '../support/records/purchase-key.ts';
import { makePaidRequest } from '../support/sale/paid-sale.ts';
import { makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

/** A failed run prints its seed. `FAULTS_SEED=… npx vitest run test/faults/payment-schedules` replays it. */
const { FAULTS_SEED, FAULTS_RUNS = '10' } = process.env;

const CAPACITY = 8;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** One sale: its show, the purchases that were asked for, and the secrets that their buyers got. */
type Run = {
  readonly world: PaidWorld;
  readonly showId: string;
  readonly asked: PurchaseName[];
  readonly secrets: { readonly purchase: PurchaseName; readonly secret: string }[];
};

type Step = {
  readonly action: keyof typeof actions;
  /** Which of the buyers, purchases or variants. */
  readonly nth: number;
  readonly fault?: CallFault | undefined;
  /** Whether it happens at the same time as the step before. Then neither has a fault. */
  readonly isAtOnce: boolean;
};

/** How a buyer pays. */
const METHODS = [
  ...['pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_processing'],
  ...['pm_card_chargeDeclined', 'pm_card_createDispute', 'pm_card_pendingRefund'],
  ...['pm_card_processingDeclined', 'pm_card_refundFail'],
];

const pick = <T>(from: readonly T[], nth: number): T | undefined => from[nth % from.length];

const showOf = async ({ world, showId }: Run): Promise<ShowRecord> =>
  known(await readShow(world.store, showId, { consistent: true }), 'show');

const recordOf = ({ world }: Run, { userId, recordKey }: PurchaseName) =>
  readPurchase(world.store, userId, recordKey.slice('P#'.length), { consistent: true });

const readAll = async (run: Run): Promise<PurchaseRecord[]> =>
  (await Promise.all(run.asked.map((purchase) => recordOf(run, purchase)))).filter(
    (record) => record !== undefined,
  );

type Act = (run: Run, nth: number, fault: CallFault | undefined) => Promise<unknown>;

/** One of the purchases that have something to lose. */
const pickPurchase = async (run: Run, nth: number): Promise<PurchaseRecord | undefined> => {
  const records = await readAll(run);
  return pick(
    records.filter(({ status }) => status !== 'REJECTED'),
    nth,
  );
};

const onPurchase =
  (act: (world: PaidWorld, purchase: PurchaseName, fault?: CallFault) => Promise<unknown>): Act =>
  async (run, nth, fault) => {
    const purchase = await pickPurchase(run, nth);
    if (purchase !== undefined) await act(run.world, purchase, fault);
  };

/** To a moment around the end of a hold. Both the route and the tasks decide by it. */
const toTheEnd =
  (offsetMs: number): Act =>
  async (run, nth) => {
    const holds = (await readAll(run)).flatMap(({ status, holdUntil }) =>
      status === 'HELD' && holdUntil !== undefined ? [Date.parse(holdUntil)] : [],
    );
    const end = pick(holds, nth);
    if (end !== undefined) await run.world.moveTo(end + offsetMs);
  };

const wait =
  (ms: number): Act =>
  ({ world }) =>
    world.moveTo(world.clock().getTime() + ms);

/** Changes the show as it was read just now, unless somebody else did meanwhile. */
const change =
  (changes: (show: ShowRecord, run: Run) => Promise<Parameters<typeof changeShow>[2]>): Act =>
  async (run) => {
    const show = await showOf(run);
    await changeShow(run.world.store, show, await changes(show, run));
  };

const by = ({ clock }: PaidWorld) => ({ at: clock().toISOString(), correlationId: 'faults' });

const actions = {
  hold: async ({ world, showId, asked }, nth, fault) => {
    const message = makePaidRequest(world, `${showId}-${nth % 5}`, 1 + (nth % 3), {
      showId,
      requestedAt: world.clock().toISOString(),
    });
    const purchase = { ...recordKeyOf(message), purchaseId: message.purchaseId };
    asked.push(purchase);
    world.changes.follow(purchase);
    await world.decide([makePurchaseSqsRecord(message)], fault);
  },
  start: async (run, nth, fault) => {
    const held = (await readAll(run)).filter(({ status }) => status === 'HELD');
    const purchase = pick(held, nth) ?? (await pickPurchase(run, nth));
    if (purchase === undefined) return;
    const secret = await run.world.startPayment(purchase, fault);
    if (secret === undefined) return;
    run.secrets.push({ purchase, secret });
    // Nobody may get the secret of an intent that the purchase does not know.
    expect((await recordOf(run, purchase))?.payment?.intent).toBe(intentOf(secret));
  },
  pay: async ({ world, secrets }, nth) => {
    const chosen = pick(secrets.slice(-3), nth);
    if (chosen !== undefined) await world.confirm(chosen.secret, pick(METHODS, nth));
  },
  payTwice: async (run, nth) => {
    // Another intent for the same purchase: of a program with an error, of this stage or another one.
    const { stripe } = run.world;
    const record = pick(await readAll(run), nth);
    if (record?.total === undefined || record.total.amount === 0) return;
    const { userId, purchaseId, total } = record;
    await stripe.paymentIntents.create({
      amount: total.amount + 100 * (nth % 2),
      currency: total.currency.toLowerCase(),
      allowed_payment_method_types: ['card'],
      confirm: true,
      payment_method: 'pm_card_visa',
      metadata: { stage: nth % 3 === 0 ? 'another' : 'test', purchaseId, userId },
    });
  },
  refundByHand: async (run, nth) => {
    const { stripe } = run.world;
    const intents = (await listIntents(run)).filter(({ charge }) => isRefundable(charge));
    const chosen = pick(intents, nth);
    if (chosen === undefined) return;
    const part = nth % 2 === 0 ? {} : { amount: 100 };
    const refund = stripe.refunds.create({ payment_intent: chosen.intent.id, ...part });
    // Willcall may have given it back at that moment.
    await refund.catch((error: unknown) => expect(error).toMatchObject({ statusCode: 400 }));
  },
  cancel: onPurchase((world, purchase, fault) => world.cancel(purchase, fault)),
  erase: onPurchase((world, purchase, fault) => world.erase(purchase, fault)),
  cancelShow: async (run, nth) => {
    // Rarely, because nothing is bought after it.
    if (nth % 4 !== 0) return;
    await cancelShow(run.world.store, await showOf(run), by(run.world));
  },
  changePrice: change(async ({ price }, { world }) => ({
    ...by(world),
    price: { ...price, amount: price.amount + 100 },
  })),
  lowerCapacity: change(async (show, { world }) => {
    const stock = await readStock(world.store, show);
    const shard = stock.findIndex(({ available }) => available > 0);
    if (shard < 0) return by(world);
    const capacity = { to: show.capacity - 1, stock: [{ shard, quantity: 1 }] };
    return { ...by(world), capacity };
  }),
  beforeTheEnd: toTheEnd(-1),
  atTheEnd: toTheEnd(0),
  afterTheEnd: toTheEnd(1),
  minute: wait(MINUTE_MS),
  quarter: wait(16 * MINUTE_MS),
  hour: async ({ world }, _, fault) => {
    await world.moveTo(world.clock().getTime() + HOUR_MS);
    await world.reconcile(fault);
  },
  stream: ({ world }, _, fault) => world.stream(fault),
  webhooks: ({ world }, nth, fault) =>
    world.webhooks(nth % 2 === 0 ? 'created' : 'reversed', fault),
  work: ({ world }, nth, fault) =>
    world.work(pick(['all', 'all', 'even', 'odd'] as const, nth) ?? 'all', fault),
  sweep: ({ world }, _, fault) => world.sweep(fault),
  jobs: ({ world }, _, fault) => world.jobs(fault),
} satisfies Record<string, Act>;

/** What matters most happens most often. */
const LIKELY: readonly Step['action'][] = [
  ...Array.from({ length: 6 }, () => ['hold', 'start', 'pay', 'work'] as const).flat(),
  ...Array.from({ length: 3 }, () => ['start', 'stream', 'sweep'] as const).flat(),
  ...(['payTwice', 'refundByHand', 'webhooks', 'webhooks', 'jobs'] as const),
  ...(['cancel', 'cancel', 'erase', 'changePrice', 'lowerCapacity', 'cancelShow'] as const),
  ...(['beforeTheEnd', 'atTheEnd', 'afterTheEnd', 'minute', 'quarter', 'hour'] as const),
];

async function take(run: Run, steps: readonly Step[]): Promise<void> {
  const [only] = steps;
  const acts = steps.map(({ action, nth, fault }) => async () => {
    const act: Act = actions[action];
    await act(run, nth, steps.length === 1 ? fault : undefined);
  });
  if (only === undefined) return;
  await Promise.all(acts.map((act) => act()));
  await run.world.changes.observe();
  await expectAllTickets(run);
}

async function expectAllTickets(run: Run): Promise<void> {
  const show = await showOf(run);
  const shards = await readStock(run.world.store, show);
  const counters = shards.flatMap(({ available, held, sold }) => [available, held, sold]);
  expect(Math.min(...counters)).toBeGreaterThanOrEqual(0);
  expect(counters.reduce((a, b) => a + b, 0)).toBe(show.capacity);
}

/** A minute of a stage without faults. */
async function passMinute(run: Run, ms: number): Promise<void> {
  const { world } = run;
  await world.moveTo(world.clock().getTime() + ms);
  await world.webhooks('created');
  await world.jobs();
  await world.sweep();
  do {
    await world.work('all');
    await world.changes.observe();
    await world.stream();
  } while (await world.isWaiting());
}

/** Lets everything end that ends by itself: a day, because an error is repeated for that long to the same key. */
async function settle(run: Run): Promise<void> {
  for (let rounds = 0; rounds < 40; rounds += 1) {
    await passMinute(run, rounds < 3 ? MINUTE_MS : 61 * MINUTE_MS);
    if (!(await run.world.isDue())) return;
  }
  throw new Error('something is never done');
}

/** An ended purchase has no intent that can still be paid, also before a reconciliation repairs anything. */
async function expectNothingPayable(run: Run): Promise<void> {
  for (const { status, payment } of await readAll(run)) {
    if (payment === undefined || status === 'CONFIRMED') continue;
    const intent = await run.world.stripe.paymentIntents.retrieve(payment.intent);
    expect(['canceled', 'succeeded']).toContain(intent.status);
  }
}

type PaidIntent = {
  readonly intent: Stripe.PaymentIntent;
  readonly charge: Stripe.Charge;
};

/** The intents of this sale that have taken money. */
async function listIntents({ world, asked }: Run): Promise<PaidIntent[]> {
  const ids = new Set(asked.map(({ purchaseId }) => purchaseId));
  const paid: PaidIntent[] = [];
  const all = world.stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] });
  for await (const intent of all) {
    // The newest come first, and every sale has a time of its own.
    if (!ids.has(intent.metadata.purchaseId ?? '')) break;
    if (typeof intent.latest_charge !== 'object' || intent.latest_charge === null) continue;
    if (intent.status === 'succeeded') paid.push({ intent, charge: intent.latest_charge });
  }
  return paid;
}

const isRefundable = ({ disputed, amount, amount_refunded: refunded }: Stripe.Charge): boolean =>
  !disputed && amount - refunded >= 100;

/** No money without tickets or a refund, no tickets without money, and nothing is given back twice. */
async function expectMoneyAccountedFor(run: Run): Promise<void> {
  const records = new Map((await readAll(run)).map((record) => [record.purchaseId, record]));
  const paid = await listIntents(run);
  for (const { intent, charge } of paid) {
    const { stage, purchaseId = '' } = intent.metadata;
    const record = known(records.get(purchaseId), 'purchase');
    const { data: refunds } = await run.world.stripe.refunds.list({ payment_intent: intent.id });
    const own = refunds.filter(({ metadata }) => metadata?.willcallRefund !== undefined);
    if (stage !== 'test') {
      expect(own).toEqual([]);
      continue;
    }
    const isItsOwn = record.payment?.intent === intent.id;
    const given = refunds
      .filter(({ status }) => status !== 'failed' && status !== 'canceled')
      .reduce((sum, { amount }) => sum + amount, 0);
    const facts = { status: record.status, isItsOwn, refund: record.refund, intent: intent.id };
    expect({ ...facts, given }).toSatisfy(() => given <= intent.amount_received);
    // What the provider could not give back, or the bank has taken, a person must look at.
    if (charge.disputed || refunds.some(({ status }) => status === 'failed')) continue;
    const isSold = isItsOwn && record.status === 'CONFIRMED';
    expect({ ...facts, given }).toSatisfy(() =>
      isSold ? given < intent.amount_received : given === intent.amount_received,
    );
  }
  const taken = new Map(paid.map(({ intent }) => [intent.id, intent.amount_received]));
  for (const { status, total, payment } of records.values()) {
    if (status !== 'CONFIRMED') continue;
    expect(taken.get(payment?.intent ?? '')).toBe(total?.amount);
  }
}

/** What is left to a person: a refund that the provider could not make, and parts that were given back by hand. */
const FOR_A_PERSON: ReadonlySet<DifferenceCode> = new Set(['REFUND_FAILED', 'REFUNDED_MORE']);

async function expectSound(run: Run): Promise<void> {
  const { world } = run;
  await expectAllTickets(run);
  await expectMoneyAccountedFor(run);
  for (const { status } of await readAll(run)) expect(status).not.toBe('HELD');
  const { differences } = await auditShow(world.store, run.showId, { clock: world.clock });
  expect(differences).toEqual([]);
  const found = await world.reconcileShow(await showOf(run), false);
  const faults = found.differences.filter(isFault);
  expect(faults.filter(({ code }) => !FOR_A_PERSON.has(code))).toEqual([]);
}

const fault = fc.record({
  nth: fc.nat(9),
  moment: fc.constantFrom('before', 'after', 'killed', 'killed'),
  variant: fc.nat(5),
});

const steps = fc.array(
  fc.record({
    action: fc.constantFrom(...LIKELY),
    nth: fc.nat(29),
    fault: fc.option(fault, { nil: undefined, freq: 2 }),
    isAtOnce: fc.constantFrom(true, false, false, false),
  }),
  { minLength: 25, maxLength: 50, size: 'max' },
);

/** Each step with those that happen at the same time. */
const group = (all: readonly Step[]): Step[][] => {
  const groups: Step[][] = [];
  for (const step of all) {
    const last = groups.at(-1);
    if (step.isAtOnce && last?.length === 1) last.push(step);
    else groups.push([step]);
  }
  return groups;
};

const openRun = async (world: PaidWorld, buckets = 1): Promise<Run> => {
  const { showId } = await world.addShow({
    ...{ payment: 'PROVIDER', holdSeconds: 600, capacity: CAPACITY, buckets },
  });
  world.changes.forget();
  return { world, showId, asked: [], secrets: [] };
};

it('a hold that ended while the provider did not answer: its intent is cancelled when it does', async () => {
  const run = await openRun(await openPaidWorld());
  const { world } = run;
  const calm = undefined;
  await actions.hold(run, 0, calm);
  await actions.start(run, 0, calm);
  await world.changes.observe();
  await world.stream();
  await actions.atTheEnd(run, 0, calm);
  await world.moveTo(world.clock().getTime() + 16 * MINUTE_MS);
  await world.sweep();
  // The third call is about the intent.
  await world.work('all', { nth: 2, moment: 'before', variant: 0 });
  await world.changes.observe();
  expect(await readAll(run)).toMatchObject([{ status: 'EXPIRED' }]);
  const intent = intentOf(known(run.secrets[0]?.secret, 'secret'));
  const read = () => world.stripe.paymentIntents.retrieve(intent);
  expect(await read()).toMatchObject({ status: 'requires_payment_method' });
  await settle(run);
  expect(await read()).toMatchObject({ status: 'canceled' });
  await expectSound(run);
});

it('any order of holding, paying, ending and faults: every cent has tickets or goes back, once', async () => {
  const world = await openPaidWorld();
  const property = fc.asyncProperty(
    steps,
    fc.record({
      buckets: fc.integer({ min: 1, max: 3 }),
      fates: fc.array(fc.constantFrom('held', 'held', 'held', 'never'), { minLength: 4 }),
    }),
    async (planned, { buckets, fates }) => {
      const run = await openRun(world, buckets);
      let events = 0;
      world.local.faults.planWebhooks(() => pick(fates, events++) ?? 'held');
      for (const together of group(planned)) await take(run, together);
      await settle(run);
      await expectNothingPayable(run);
      // What is younger is in flight.
      await world.moveTo(world.clock().getTime() + HOUR_MS);
      await world.reconcile();
      await world.reconcileShow(await showOf(run), true);
      await settle(run);
      await expectSound(run);
    },
  );
  await fc.assert(property, {
    numRuns: Number(FAULTS_RUNS),
    ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
    endOnFailure: true,
  });
});
