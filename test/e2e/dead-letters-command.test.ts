import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageGroupId } from '@willcall/domain';
import { sendPurchase } from '@willcall/messaging';
import { describe, expect, inject, it } from 'vitest';
import { makeDeadLettersHandler, openFifoQueue } from '../support/fifo-queue.ts';
import { purchaseKeyOf } from '../support/records/purchase-key.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

const COMMAND = [join(import.meta.dirname, '../../infra/bin/willcall.mjs'), 'dead-letters'];
const run = promisify(execFile);

const makeEnvironment = ({ environment, resources: { queues } }: Sale) => ({
  PATH: process.env.PATH,
  ...environment,
  DEAD_LETTERS_QUEUE_URL: queues['purchases-dead'].url,
  PARKED_PURCHASES_QUEUE_URL: queues['parked-purchases'].url,
});

/** Runs `npm run dead-letters -- …` with the sale's environment. */
const runDeadLetters = (sale: Sale, ...args: readonly string[]) =>
  run(process.execPath, [...COMMAND, ...args], { env: makeEnvironment(sale) });

/** A sale with one dead letter of each kind. All are Ana's, and the output must not show that. */
const openSaleWithDeadLetters = async () => {
  const sale = await openSale();
  const { showId } = sale.show;
  const dead = openFifoQueue(sale.resources.queues['purchases-dead']);
  const parked = openFifoQueue(sale.resources.queues['parked-purchases']);
  const [decided, waiting, failing] = [1, 2, 3].map(() => makePurchaseMessage({ showId }));
  if (!decided || !waiting || !failing) throw new Error('expected three messages');
  await sale.worker()([makePurchaseSqsRecord(decided)]);
  for (const [message, change] of [
    [decided, {}],
    [waiting, {}],
    [failing, { quantity: 9 }],
  ] as const) {
    const body = JSON.stringify({ ...message, ...change });
    await dead.send(body, messageGroupId(message.userId, showId));
  }
  await dead.send('{"name":"Ana"', 'nobody');
  await parked.send('{"name":"Ana"', 'nobody');
  await parked.send(JSON.stringify(waiting), 'somebody');
  return { sale, dead, parked, decided, waiting, failing };
};

describe('npm run dead-letters', () => {
  it('prints a verdict for every dead letter, also as JSON, consumes none and prints no body', async () => {
    const { sale, dead, parked, decided, waiting, failing } = await openSaleWithDeadLetters();
    const { stdout } = await runDeadLetters(sale, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      dead: { ready: 4, hidden: 0 },
      parked: { ready: 2, hidden: 0 },
    });
    const { letters: deadLetters } = JSON.parse(stdout);
    expect(deadLetters).toHaveLength(6);
    const show = { showId: sale.show.showId };
    for (const expected of [
      {
        queue: 'dead',
        purchaseId: decided.purchaseId,
        verdict: 'decided',
        status: 'CONFIRMED',
        ...show,
      },
      { queue: 'dead', purchaseId: waiting.purchaseId, verdict: 'waiting', next: 'retry', ...show },
      { queue: 'dead', purchaseId: failing.purchaseId, verdict: 'poison', next: 'FAILED' },
      { queue: 'dead', verdict: 'poison', why: 'Not a purchase message: (body)', next: 'park' },
      { queue: 'parked', verdict: 'poison', next: 'repair' },
      { queue: 'parked', purchaseId: waiting.purchaseId, verdict: 'waiting', next: 'redrive' },
    ]) {
      expect(deadLetters).toContainEqual(expect.objectContaining(expected));
    }

    const forPeople = await runDeadLetters(sale);
    expect(forPeople.stdout).toContain('Dead letters: 4 ready, 0 hidden');
    expect(forPeople.stdout).toContain(`${decided.purchaseId}  already decided: CONFIRMED`);
    expect(forPeople.stdout).toContain(
      'poison: Not a purchase message: quantity; will be recorded FAILED',
    );
    expect(forPeople.stdout + stdout).not.toMatch(/\bAna\b|example\.com|last4|visa/);
    expect(await Promise.all([dead.count(), parked.count()])).toEqual([4, 2]);
    // The test can read the embedded SQS directly. On another backend each of the two reads is a
    // receive.
    const receives = inject('backend') === 'embedded' ? 1 : 3;
    expect((await dead.drain()).map(({ receiveCount }) => receiveCount)).toEqual(
      Array(4).fill(receives),
    );
  });

  it('sends parked messages back after a repair, even after SQS’s five minutes, and can run twice', async () => {
    const sale = await openSale();
    const { showId } = sale.show;
    const purchases = openFifoQueue(sale.resources.queues.purchases);
    const messages = [1, 2].map((quantity) =>
      makePurchaseMessage({ showId, userId: 'ana', quantity }),
    );
    for (const message of messages) {
      await sendPurchase(purchases.queue, message, purchaseKeyOf(message.purchaseId));
    }
    // To a worker of an older release, these messages have an unknown version.
    const deadLetters = (await purchases.drain()).map(({ body, group, ...overrides }) => ({
      ...makePurchaseSqsRecord(JSON.parse(body), overrides),
      body: body.replace('"version":1', '"version":2'),
    }));
    expect(await makeDeadLettersHandler(sale)(deadLetters)).toEqual([]);

    const { stdout, stderr } = await runDeadLetters(sale, '--redrive', '--json');
    expect(JSON.parse(stdout)).toEqual({ sent: 2, newer: 0, interrupted: false });
    expect(stderr).toContain('Sent 2 back');
    expect((await runDeadLetters(sale, '--redrive')).stdout).toBe('Sent 0 parked messages back.\n');
    const arrived = await purchases.drain();
    expect(arrived.map(({ body }) => JSON.parse(body).quantity)).toEqual([1, 2]);
    const repaired = messages.map((message) => makePurchaseSqsRecord(message));
    expect(await sale.worker()(repaired)).toEqual([]);
    expect(await sale.left()).toBe(7);
  });
});

it('an interrupted npm run dead-letters -- --redrive neither loses nor repeats a message, and reports the interruption', async () => {
  const sale = await openSale();
  const purchases = openFifoQueue(sale.resources.queues.purchases);
  const parked = openFifoQueue(sale.resources.queues['parked-purchases']);
  const numbers = Array.from({ length: 300 }, (_, number) => number);
  for (const number of numbers) await parked.send(String(number), `group-${number % 7}`);

  const child = spawn(process.execPath, [...COMMAND, '--redrive'], { env: makeEnvironment(sale) });
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  const exit = once(child, 'exit');
  await expect.poll(() => purchases.count(), { interval: 5 }).toBeGreaterThan(5);
  child.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
  expect(printed).toMatch(/^Sent \d+ parked messages back\. Interrupted: .* still parked\.\n$/);

  const stillParked = (await parked.drain()).map(({ body }) => Number(body));
  const sent = (await purchases.drain()).map(({ body }) => Number(body));
  expect(stillParked.length).toBeGreaterThan(0);
  expect([...sent, ...stillParked].toSorted((a, b) => a - b)).toEqual(numbers);
  for (const remainder of [0, 1, 2, 3, 4, 5, 6]) {
    const ofGroup = [...sent, ...stillParked].filter((number) => number % 7 === remainder);
    expect(ofGroup).toEqual(ofGroup.toSorted((a, b) => a - b));
  }
});

describe('npm run dead-letters that cannot run', () => {
  const elsewhere = { env: { PATH: process.env.PATH }, cwd: '/' };
  const failure = (args: readonly string[], options: object = elsewhere) =>
    run(process.execPath, [...COMMAND, ...args], options).then(
      () => undefined,
      (error: unknown) => error,
    );

  it.each([['an unknown option', ['--requeue'], /^Unknown option '--requeue'.*\n$/]])(
    'prints one sentence (%s)',
    async (_, args, sentence) => {
      expect(await failure(args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(sentence),
      });
    },
  );

  it('names the missing variables of the environment', async () => {
    const env = {
      PATH: process.env.PATH,
      AWS_REGION: 'us-east-1',
      DEAD_LETTERS_QUEUE_URL: 'http://x/q',
    };
    expect(await failure([], { env })).toMatchObject({
      code: 2,
      stderr:
        'Missing or invalid environment variables: PURCHASES_TABLE, PURCHASES_QUEUE_URL, PARKED_PURCHASES_QUEUE_URL.\n',
    });
  });

  it('prints one sentence when SQS is unreachable', async () => {
    const sale = await openSale();
    const gone = {
      ...sale,
      environment: { ...sale.environment, AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9' },
    };
    const error: unknown = await runDeadLetters(gone, '--redrive').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^SQS did not return messages: it cannot be reached \(.+\)\. Check .+ Nothing was lost\.\n$/,
      ),
    });
  });

  it('prints its usage with --help', async () => {
    const { stdout } = await run(process.execPath, [...COMMAND, '--help']);
    expect(stdout).toContain('Usage: willcall dead-letters');
    expect(stdout).toContain('--redrive');
  });
});
