import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventDetail } from '@willcall/contracts';
import { readRunningStack } from '@willcall/localstack';
import { describe, expect, test } from 'vitest';
import { purchaseBody } from '../../support/http/bodies.ts';
import { purchaseIdOf } from '../../support/http/buyer.ts';
import { type KeptStack, makeKeptFolders, startKept } from '../../support/kept-stack.ts';
import { type ChildName, findChild, listsChildren } from '../../support/local-children.ts';
import { runNpmStart } from '../../support/npm-start.ts';

const PURCHASES = 40;

const SUBSCRIBER = 'subscriber';

/** Accepts purchases of different buyers, and returns their locations. */
const acceptPurchases = async (stack: KeptStack, showId: string): Promise<string[]> =>
  await Promise.all(
    Array.from({ length: PURCHASES }, async (_, index) =>
      (await stack.buyer(`buyer-${index}`)).request(purchaseBody({ showId })),
    ),
  );

/** Waits until all purchases are confirmed. */
const expectConfirmed = async (stack: KeptStack, locations: readonly string[]): Promise<void> => {
  const decided = await Promise.all(
    locations.map(async (location, index) =>
      (await stack.buyer(`buyer-${index}`)).decided(location),
    ),
  );
  expect(decided.map(({ status }) => status)).toEqual(locations.map(() => 'CONFIRMED'));
};

/** Waits until the subscriber's queue has had an event for each purchase. */
const expectAnnounced = async (stack: KeptStack, locations: readonly string[]): Promise<void> => {
  const missing = new Set(locations.map(purchaseIdOf));
  await stack.receive(SUBSCRIBER, (bodies) => {
    for (const body of bodies) {
      const { detail } = JSON.parse(body) as { detail: EventDetail<'PurchaseConfirmed'> };
      missing.delete(detail.purchaseId);
    }
    return missing.size === 0;
  });
};

const killChild = (stack: KeptStack, name: ChildName): void => {
  process.kill(findChild(stack.start.pid, name), 'SIGKILL');
};

/** The files and folders below a folder that anybody but their owner may use, with their modes. */
const listOpenFiles = async (folder: string): Promise<string[]> => {
  const paths = await readdir(folder, { recursive: true });
  const modes = await Promise.all(
    paths.map(
      async (path) => `${path} ${((await stat(join(folder, path))).mode & 0o777).toString(8)}`,
    ),
  );
  expect(modes.length).toBeGreaterThan(SOME_FILES);
  return modes.filter((mode) => !/[67]00$/.test(mode));
};

/** At least the two databases, the keys and the log. */
const SOME_FILES = 10;

// It starts at once, and its last test ends it, so that the tests below have the machine for themselves.
describe('one stack', async () => {
  const folders = await makeKeptFolders();
  const stack = await startKept(folders);
  const log = join(folders.state, 'logs', 'functions.log');
  const environment = { WILLCALL_STATE: folders.state, WILLCALL_DATA: `${folders.data}-2` };

  test('lost its running.json and its log to a second stack in the same state folder', async () => {
    const showId = await stack.makeShow(1);
    await (await stack.buyer('ana')).buy(purchaseBody({ showId }));
    const before = await readFile(log, 'utf8');
    expect(before).not.toBe('');
    const refused = await runNpmStart(environment).catch((error: Error) => error.message);
    expect(refused).toMatch(
      /state is in use by process \d+\. .* WILLCALL_STATE=\S+state-2 PORT=\d+ npm start\.$/m,
    );
    expect(await readRunningStack(folders.state)).toEqual(stack.running);
    expect((await readFile(log, 'utf8')).startsWith(before)).toBe(true);
  });

  test('left its databases and logs readable for everybody', async () => {
    const open = await listOpenFiles(join(folders.state, '..'));
    expect(open).toEqual([]);
  });

  test('erased the evidence in its log at the next start', async () => {
    const before = await readFile(log, 'utf8');
    await stack.start.kill();
    const next = await startKept(folders);
    expect((await readFile(log, 'utf8')).startsWith(before)).toBe(true);
    expect(await next.start.interrupt()).toBe(0);
  });
});

describe.runIf(listsChildren)('events of confirmed purchases were lost for ever', () => {
  type Kill = (stack: KeptStack, locations: readonly string[]) => unknown;
  test.each<[what: string, kill: Kill]>([
    ['SQS', (stack) => killChild(stack, 'sqs')],
    [
      'DynamoDB',
      async (stack, locations) => {
        // DynamoDB Local loses a transaction that it has answered and not yet committed to SQLite.
        await expectConfirmed(stack, locations);
        killChild(stack, 'dynamodb');
      },
    ],
    ['the process of the pollers', (stack) => killChild(stack, 'pollers')],
    ['the process of the gateway', (stack) => killChild(stack, 'gateway')],
    ['the main process', (stack) => stack.start.kill()],
  ])('when %s was killed during the deliveries', async (_, kill) => {
    const folders = await makeKeptFolders();
    const before = await startKept(folders);
    await before.subscribe(SUBSCRIBER);
    const showId = await before.makeShow(PURCHASES);
    const locations = await acceptPurchases(before, showId);
    // The first event has arrived, so the deliveries are under way.
    const received = await before.receive(SUBSCRIBER, (bodies) => bodies.length > 0);
    await kill(before, locations);
    await before.start.untilEnd();
    const after = await startKept(folders);
    await expectConfirmed(after, locations);
    const announced = new Set(received.map((body) => JSON.parse(body).detail.purchaseId));
    await expectAnnounced(
      after,
      locations.filter((location) => !announced.has(purchaseIdOf(location))),
    );
  });
});
