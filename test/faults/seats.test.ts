import { randomBytes } from 'node:crypto';
import type { SeatsAdded, ShowList, ShowWithStock } from '@willcall/contracts';
import { describe, expect, inject, it } from 'vitest';
import {
  connectionRefused,
  internalServerError,
  requestTimeout,
  throttling,
  throughputExceeded,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import type { Fault } from '../support/faults/fault-rule.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import {
  createSeatClient,
  expectSeatsAddUp,
  readStoredSeats,
  seatRow,
} from '../support/seats/seat-map.ts';

const faults = createFaultInjector();
const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
  seams: { dynamodbPlugins: [faults.plugin] },
});
const { store } = office;
const euro = (amount: number) => ({ amount, currency: 'EUR' });
const unavailable = { status: 503, body: { code: 'STORE_UNAVAILABLE' } };

const post = (options: Record<string, unknown>) =>
  office.send({
    method: 'POST',
    path: '/v1/shows',
    token: office.adminToken,
    body: {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: euro(1599),
      ...options,
    },
  });

async function makeSeatedShow(seats: readonly string[], options: Record<string, unknown> = {}) {
  const { showId } = (await post({ seats, ...options })).body as ShowWithStock;
  return { showId, desk: createSeatClient(office, showId) };
}

/** The faults of a call: before it is sent, or after it took effect, when its reply is lost. */
const hits: readonly ['before' | 'after', string, Fault][] = [
  ['before', 'a timeout', requestTimeout],
  ['before', 'a throttle', throttling],
  ['before', 'no throughput left', throughputExceeded],
  ['before', 'a refused connection', connectionRefused],
  ['before', 'an internal error', internalServerError],
  ['after', 'a timeout', requestTimeout],
];
const moments = ['before', 'after'] as const;

/** The calls of a PUT of 150 seats, in order: the command, and how many calls of it come before. */
const callsOfPut: readonly [string, number][] = [
  ['GetItemCommand', 0],
  ['BatchGetItemCommand', 0],
  ['BatchGetItemCommand', 1],
  ['TransactWriteItemsCommand', 0],
  ['TransactWriteItemsCommand', 1],
  ['GetItemCommand', 1],
];

describe('a PUT of seats', () => {
  describe.each(callsOfPut)('whose %s (after %i others) fails', (command, skip) => {
    it.each(hits)(
      '%s it took effect with %s leaves exact counts, and a repeat completes it',
      async (...fault) => {
        const [moment, , error] = fault;
        const { showId, desk } = await makeSeatedShow([], { onSale: false });
        const seats = seatRow('A', 150);
        faults[moment](command, error, { skip });
        const failed = await desk.put(seats);
        expect(failed).toMatchObject(unavailable);
        expect(failed.headers['retry-after']).toBe('1');
        faults.assertAllUsed();

        const { capacity } = await expectSeatsAddUp(store, showId);
        const again = await desk.put(seats);
        expect(again).toMatchObject({ status: 200, body: { capacity: 150 } });
        expect(again.body as SeatsAdded).toMatchObject({
          added: 150 - capacity,
          existing: capacity,
        });
        await expectSeatsAddUp(store, showId);
      },
    );
  });

  it('whose transactions conflict with others succeeds', async () => {
    const { showId, desk } = await makeSeatedShow([], { onSale: false });
    const conflict = (place: number) => () =>
      transactionCanceled(
        Array.from({ length: 100 }, (_, index) =>
          index === place ? 'TransactionConflict' : 'None',
        ),
      );
    for (const place of [0, 1, 2]) faults.before('TransactWriteItemsCommand', conflict(place));
    expect(await desk.put(seatRow('A', 97))).toMatchObject({ status: 200, body: { added: 97 } });
    faults.assertAllUsed();
    await expectSeatsAddUp(store, showId);
  });

  it('whose transactions always conflict gives up and adds nothing', async () => {
    const { showId, desk } = await makeSeatedShow([], { onSale: false });
    const conflict = () => transactionCanceled(['TransactionConflict', 'None', 'None', 'None']);
    faults.before('TransactWriteItemsCommand', conflict, { times: 10 });
    expect(await desk.put(['A-1'])).toMatchObject(unavailable);
    faults.assertAllUsed();
    expect(await expectSeatsAddUp(store, showId)).toMatchObject({ capacity: 0 });
  });

  it('whose reply is lost is sent again by the SDK with its token, and adds the seats once', async () => {
    const { showId, desk } = await makeSeatedShow([], { onSale: false });
    faults.after('TransactWriteItemsCommand', requestTimeout, { beneathRetries: true });
    expect(await desk.put(seatRow('A', 20))).toMatchObject({ status: 200, body: { added: 20 } });
    faults.assertAllUsed();
    expect(await expectSeatsAddUp(store, showId)).toMatchObject({ capacity: 20, returns: 1 });
  });
});

describe('a DELETE of a seat', () => {
  const calls: readonly [string, number][] = [
    ['GetItemCommand', 0],
    ['BatchGetItemCommand', 0],
    ['BatchGetItemCommand', 1],
    ['TransactWriteItemsCommand', 0],
  ];
  it.each(
    calls.flatMap(([command, skip]) => moments.map((moment) => [moment, command, skip] as const)),
  )(
    'that fails %s its %s (after %i others) leaves exact counts and is safe to repeat',
    async (...fault) => {
      const [moment, command, skip] = fault;
      const { showId, desk } = await makeSeatedShow(seatRow('A', 3));
      faults[moment](command, requestTimeout, { skip });
      expect(await desk.remove('A-2')).toMatchObject(unavailable);
      faults.assertAllUsed();
      await expectSeatsAddUp(store, showId);
      const isGone = moment === 'after' && command === 'TransactWriteItemsCommand';
      expect(await desk.remove('A-2')).toMatchObject({ status: isGone ? 404 : 204 });
      expect(await expectSeatsAddUp(store, showId)).toMatchObject({ capacity: 2 });
    },
  );

  it('that conflicts with other transactions succeeds', async () => {
    const { showId, desk } = await makeSeatedShow(seatRow('A', 3));
    const conflict = transactionCanceled(['None', 'TransactionConflict', 'None', 'None']);
    faults.before('TransactWriteItemsCommand', conflict);
    expect(await desk.remove('A-2')).toMatchObject({ status: 204 });
    faults.assertAllUsed();
    expect(await expectSeatsAddUp(store, showId)).toMatchObject({ capacity: 2 });
  });
});

describe('a POST of a show with seats', () => {
  it.each([
    ['before', 'BatchWriteItemCommand', false],
    ['after', 'BatchWriteItemCommand', false],
    ['before', 'TransactWriteItemsCommand', false],
    ['after', 'TransactWriteItemsCommand', true],
  ] as const)('that fails %s its %s leaves no show or a complete one', async (...fault) => {
    const [moment, command, isThere] = fault;
    // The digits of a longer random text can pass for a card number, which no name may contain.
    const name = `Hamlet ${randomBytes(6).toString('hex')}`;
    faults[moment](command, requestTimeout, { skip: command === 'BatchWriteItemCommand' ? 1 : 0 });
    expect(await post({ name, seats: seatRow('A', 60) })).toMatchObject(unavailable);
    faults.assertAllUsed();
    const { shows } = (await office.send({ path: '/v1/shows?limit=100' })).body as ShowList;
    const found = shows.filter((show) => show.name === name);
    expect(found).toHaveLength(isThere ? 1 : 0);
    for (const { showId } of found) {
      expect(await expectSeatsAddUp(store, showId)).toMatchObject({ capacity: 60 });
    }
  });
});

describe('a PATCH of a seat', () => {
  it.each(moments)('that fails %s its write changes the price once', async (moment) => {
    const { showId, desk } = await makeSeatedShow(seatRow('A', 1));
    faults[moment]('UpdateItemCommand', requestTimeout);
    expect(await desk.patch('A-1', { price: euro(999) })).toMatchObject(unavailable);
    faults.assertAllUsed();
    expect(await desk.patch('A-1', { price: euro(999) })).toMatchObject({
      status: 200,
      body: { price: euro(999) },
    });
    const [seat] = await readStoredSeats(store, await expectSeatsAddUp(store, showId));
    expect(seat).toMatchObject({ priceVersion: 1, replacedPrice: euro(1599) });
  });
});
