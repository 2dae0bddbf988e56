import { randomUUID } from 'node:crypto';
import { createShow, readShow, ShowRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { purchaseBody, purchaseBodyWithoutCard } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';

/** Without pollers, accepted messages stay in the queue for the test to read. */
const office = await openBoxOffice({ pollers: 0 });

/** Stores a show with reserved seating. */
const makeSeated = async (overrides: Partial<ShowRecord> = {}): Promise<string> => {
  const { showId: like } = await office.makeShow();
  const general = await readShow(office.store, like, { consistent: true });
  const showId = randomUUID().replaceAll('-', '').slice(0, 16);
  const seated = ShowRecord.parse({ ...general, showId, seating: 'RESERVED', ...overrides });
  await createShow(office.store, seated);
  return showId;
};

const { quantity: _, ...seatedBody } = purchaseBody({ showId: '', seats: ['1-A9', '1-A10'] });

describe('a purchase for seats', () => {
  it('is queued with the seats and their number', async () => {
    const showId = await makeSeated();
    const ana = await office.buyer();
    expect(await ana.post({ ...seatedBody, showId })).toMatchObject({ status: 202 });
    const { Body = '' } = await openStageQueue(office.stage.resources.queues.purchases).receive();
    expect(JSON.parse(Body)).toMatchObject({ showId, seats: ['1-A9', '1-A10'], quantity: 2 });
  });

  it('of a show with general admission returns 400 at once', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    expect(await ana.post({ ...seatedBody, showId })).toMatchObject({
      status: 400,
      body: {
        code: 'INVALID_REQUEST',
        errors: [
          { path: 'quantity', message: 'is required because the show has no reserved seating' },
        ],
      },
    });
  });

  it('needs no card when accept knows the show is free: the worker checks a seat’s own price', async () => {
    const showId = await makeSeated({ price: { amount: 0, currency: 'EUR' } });
    const { quantity: __, ...cardless } = purchaseBodyWithoutCard({ showId, seats: ['1-A9'] });
    expect(await (await office.buyer()).post(cardless)).toMatchObject({ status: 202 });
  });

  it('needs a card when the show is not free', async () => {
    const showId = await makeSeated();
    const { quantity: __, ...cardless } = purchaseBodyWithoutCard({ showId, seats: ['1-A9'] });
    expect(await (await office.buyer()).post(cardless)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'card' }] },
    });
  });
});

it('a number of tickets for a show with reserved seating returns 400 at once', async () => {
  const showId = await makeSeated();
  expect(await (await office.buyer()).post(purchaseBody({ showId }))).toMatchObject({
    status: 400,
    body: {
      code: 'INVALID_REQUEST',
      errors: [{ path: 'seats', message: 'are required because the show has reserved seating' }],
    },
  });
});

it('a request for a show that accept does not know is left to the worker', async () => {
  const ana = await office.buyer();
  expect(await ana.post({ ...seatedBody, showId: 'NoSuchShowAtAll1' })).toMatchObject({
    status: 202,
  });
});
