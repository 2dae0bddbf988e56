import { expect, test } from 'vitest';
import { openPurchaseQueues } from './queues.ts';

const named = {
  AWS_REGION: 'eu-central-1',
  PURCHASES_TABLE: 'purchases',
  PURCHASES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/purchases.fifo',
  DEAD_LETTERS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/dead.fifo',
  PARKED_PURCHASES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/parked.fifo',
};

test('uses the queues that the environment names, without queue inspection', () => {
  const { store, dead, inspectionEndpoint } = openPurchaseQueues(named, undefined);
  expect(store.tables).toEqual({ purchases: 'purchases' });
  expect(dead.url).toBe(named.DEAD_LETTERS_QUEUE_URL);
  expect(inspectionEndpoint).toBeUndefined();
});

test('says what to do if no stack runs and no queue is named', () => {
  expect(() => openPurchaseQueues({}, undefined)).toThrow(
    /^No stack is running\. Start one with npm start/,
  );
});

test('names the missing variables if only some are set', () => {
  const { PURCHASES_TABLE: _, ...part } = named;
  expect(() => openPurchaseQueues(part, undefined)).toThrow(
    'Missing or invalid environment variables: PURCHASES_TABLE.',
  );
});
