import type { EventDetail } from '@willcall/contracts';
import { describe, expect, test } from 'vitest';
import { purchaseBody } from '../../support/http/bodies.ts';
import { purchaseIdOf } from '../../support/http/buyer.ts';
import { type KeptStack, makeKeptFolders, startKept } from '../../support/kept-stack.ts';
import { type ChildName, findChild, listsChildren } from '../../support/local-children.ts';

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

describe.runIf(listsChildren)('events of confirmed purchases were lost for ever', () => {
  test.each<[what: string, kill: (stack: KeptStack) => unknown]>([
    ['SQS', (stack) => killChild(stack, 'sqs')],
    ['DynamoDB', (stack) => killChild(stack, 'dynamodb')],
    ["the functions' process", (stack) => killChild(stack, 'functions')],
    ['the main process', (stack) => stack.start.kill()],
  ])('when %s was killed during the deliveries', async (_, kill) => {
    const folders = await makeKeptFolders();
    const before = await startKept(folders);
    await before.subscribe(SUBSCRIBER);
    const showId = await before.makeShow(PURCHASES);
    const locations = await acceptPurchases(before, showId);
    // The first event has arrived, so the deliveries are under way.
    const received = await before.receive(SUBSCRIBER, (bodies) => bodies.length > 0);
    kill(before);
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
