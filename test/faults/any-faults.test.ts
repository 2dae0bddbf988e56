import { randomUUID } from 'node:crypto';
import type { PurchaseMessage } from '@willcall/contracts';
import { type PurchaseRecord, readStock, type ShowRecord } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  connectionRefused,
  requestTimeout,
  throttling,
  throughputExceeded,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

/** A failed run prints its seed. `FAULTS_SEED=… npx vitest run test/faults/any-faults` replays it. */
const { FAULTS_SEED, FAULTS_RUNS = '25' } = process.env;

const COMMANDS = [
  'GetItemCommand',
  'BatchGetItemCommand',
  'TransactWriteItemsCommand',
  'PutItemCommand',
];
const ERRORS = [throttling, throughputExceeded, connectionRefused, requestTimeout];

/** A FIFO queue as SQS documents it, without a clock: groups in order, one batch of a group at a time. */
class Deliveries {
  readonly #groups = new Map<string, SQSRecord[]>();

  add(record: SQSRecord): void {
    const group = record.attributes.MessageGroupId ?? '';
    this.#groups.set(group, [...(this.#groups.get(group) ?? []), record]);
  }

  isEmpty = (): boolean => this.#groups.size === 0;

  /** Makes a batch of prefixes of groups that are not in flight. `pick(n)` chooses a number below `n`. */
  batch(pick: (n: number) => number, taken: Set<string>): SQSRecord[] {
    const records: SQSRecord[] = [];
    for (const [group, waiting] of this.#groups) {
      if (taken.has(group) || pick(3) === 0) continue;
      taken.add(group);
      records.push(...waiting.slice(0, 1 + pick(waiting.length)));
    }
    return records.slice(0, 10);
  }

  /** Deletes the messages that did not fail. */
  settle(batch: readonly SQSRecord[], failed: readonly string[]): void {
    for (const { messageId, attributes } of batch) {
      if (failed.includes(messageId)) continue;
      const group = attributes.MessageGroupId ?? '';
      const rest = (this.#groups.get(group) ?? []).filter((r) => r.messageId !== messageId);
      if (rest.length === 0) this.#groups.delete(group);
      else this.#groups.set(group, rest);
    }
  }
}

it('any faults, repeats and overlaps: every purchase is decided once and every ticket sold once', async () => {
  const sale = await openSale();
  let at = Date.parse('2030-01-01T00:00:00Z');
  const clock = () => {
    at += 1;
    return new Date(at);
  };

  const property = fc.asyncProperty(
    fc.record({
      capacity: fc.integer({ min: 1, max: 40 }),
      buckets: fc.integer({ min: 1, max: 5 }),
      requests: fc.array(
        fc.record({ buyer: fc.nat(5), quantity: fc.integer({ min: 1, max: 8 }) }),
        {
          minLength: 1,
          maxLength: 18,
        },
      ),
    }),
    fc.gen(),
    async ({ capacity, buckets, requests }, draw) => {
      const pick = (n: number) => draw(fc.nat, n - 1);
      const show = await sale.addShow({ capacity, buckets });
      const run = randomUUID();
      const messages = requests.map(({ buyer, quantity }) =>
        makePurchaseMessage({ showId: show.showId, userId: `${run}-${buyer}`, quantity }),
      );
      const queue = new Deliveries();
      for (const message of messages) queue.add(makePurchaseSqsRecord(message));
      const seen = new Map<string, PurchaseRecord>();

      const faults = createFaultInjector();
      const seams = { clock, random: () => pick(1000) / 1000, dynamodbPlugins: [faults.plugin] };
      const workers = [sale.worker(seams), sale.worker(seams)];
      for (let step = 0; step < 8; step += 1) {
        for (let planned = pick(3); planned > 0; planned -= 1) planFault(faults, pick);
        const taken = new Set<string>();
        const batches = workers.map((worker) => ({ worker, batch: queue.batch(pick, taken) }));
        await Promise.all(
          batches.map(async ({ worker, batch }) => queue.settle(batch, await worker(batch))),
        );
        await expectNothingOversold(sale, show, messages, seen);
        const again = messages[pick(messages.length)];
        if (again && pick(2) === 0) queue.add(makePurchaseSqsRecord(again));
      }

      const calm = sale.worker({ clock });
      for (let left = 20; !queue.isEmpty() && left > 0; left -= 1) {
        const batch = queue.batch(() => 1, new Set());
        queue.settle(batch, await calm(batch));
      }
      expect(queue.isEmpty()).toBe(true);
      await expectNothingOversold(sale, show, messages, seen);
      expectAllDecidedInOrder(messages, seen);
      const left = sumOf((await readStock(sale.store, show)).map(({ available }) => available));
      for (const { reason, quantity } of seen.values()) {
        if (reason === 'SOLD_OUT') expect(quantity).toBeGreaterThan(left);
      }
    },
  );
  await fc.assert(property, {
    numRuns: Number(FAULTS_RUNS),
    ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
    // Shrinking repeats the whole sale for each candidate.
    interruptAfterTimeLimit: 100_000,
  });
});

function planFault(
  faults: ReturnType<typeof createFaultInjector>,
  pick: (n: number) => number,
): void {
  const command = COMMANDS[pick(COMMANDS.length)] ?? '';
  const kind = pick(3);
  if (kind === 0) faults.before(command, ERRORS[pick(ERRORS.length)] ?? throttling);
  else if (kind === 1) faults.after(command, requestTimeout);
  else planConflict(faults);
}

/** Injects a conflict on the first shard, because DynamoDB Local never raises TransactionConflict. */
function planConflict(faults: ReturnType<typeof createFaultInjector>): void {
  let actions = 0;
  faults.before(
    ({ commandName, input }) => {
      if (commandName !== 'TransactWriteItemsCommand') return false;
      actions = (input as { TransactItems: unknown[] }).TransactItems.length;
      return true;
    },
    () =>
      transactionCanceled(
        Array.from({ length: actions }, (_, index) =>
          index === 0 ? 'TransactionConflict' : 'None',
        ),
      ),
  );
}

async function expectNothingOversold(
  sale: Sale,
  show: ShowRecord,
  messages: readonly PurchaseMessage[],
  seen: Map<string, PurchaseRecord>,
): Promise<void> {
  for (const message of messages) {
    const record = await sale.recordOf(message);
    const before = seen.get(message.purchaseId);
    if (before !== undefined) expect(record).toEqual(before);
    if (record !== undefined) seen.set(message.purchaseId, record);
  }
  const confirmed = [...seen.values()].filter(({ status }) => status === 'CONFIRMED');
  const tickets = sumOf(confirmed.map(({ quantity = 0 }) => quantity));
  const counters = await readStock(sale.store, show);
  for (const { available } of counters) expect(available).toBeGreaterThanOrEqual(0);
  expect(sumOf(counters.map(({ available }) => available)) + tickets).toBe(show.capacity);
  expect(sumOf(counters.map(({ sold }) => sold))).toBe(tickets);
  expect(sumOf(counters.map(({ revenue }) => revenue))).toBe(tickets * show.price.amount);
}

function expectAllDecidedInOrder(
  messages: readonly PurchaseMessage[],
  seen: ReadonlyMap<string, PurchaseRecord>,
): void {
  const lastOfBuyer = new Map<string, number>();
  for (const { purchaseId, userId } of messages) {
    const record = seen.get(purchaseId);
    expect(record?.status).toMatch(/^(CONFIRMED|REJECTED)$/);
    const decidedAt = Date.parse(record?.decidedAt ?? '');
    expect(decidedAt).toBeGreaterThanOrEqual(lastOfBuyer.get(userId) ?? 0);
    lastOfBuyer.set(userId, decidedAt);
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
