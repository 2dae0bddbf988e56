import { messageGroupId } from '@willcall/domain';
import { expect, it } from 'vitest';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openFifoQueue } from '../support/fifo-queue.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { makePurchaseMessage } from '../support/sale/purchase-message.ts';

const faults = createFaultInjector();
const office = await openBoxOffice({ seams: { sqsPlugins: [faults.plugin] } });
const { adminToken: token, client, makeShow, buyer } = office;
const parked = openFifoQueue(office.stage.resources.queues['parked-purchases']);

/** Parks a purchase of Ana's that can be decided, and a message that is none. */
const parkTwo = async () => {
  const { showId } = await makeShow();
  const message = makePurchaseMessage({ showId });
  await parked.send(JSON.stringify(message), messageGroupId(message.userId, showId));
  await parked.send('{"name":"Ana"', 'nobody');
  return message;
};

it('an outage of the queues is said, and loses nothing', async () => {
  await parkTwo();
  faults.before('SendMessageCommand', throttling);
  const path = '/v1/dead-letters/redrive';
  expect(await office.send({ method: 'POST', path, token })).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { code: 'QUEUES_UNAVAILABLE' },
  });
  faults.assertAllUsed();
  expect(await parked.drain()).toHaveLength(2);
});

it('parked messages are listed with their verdicts and no body, and a redrive sends them back', async () => {
  const { showId, purchaseId, userId } = await parkTwo();
  const { body, headers } = await client.call('listDeadLetters', { token });
  expect(headers['cache-control']).toBe('no-store');
  expect(body.parked).toEqual({ ready: 2, hidden: 0 });
  expect(body.letters).toEqual(
    expect.arrayContaining([
      {
        queue: 'parked',
        messageId: expect.any(String),
        purchaseId,
        showId,
        receiveCount: 1,
        sentAt: expect.any(String),
        verdict: 'waiting',
        next: 'redrive',
      },
      expect.objectContaining({
        verdict: 'poison',
        why: 'Not a purchase message: (body)',
        next: 'repair',
      }),
    ]),
  );
  expect(JSON.stringify(body)).not.toMatch(/\bAna\b|example\.com|visa/);

  expect((await client.call('redriveDeadLetters', { token })).body).toEqual({
    sent: 2,
    newer: 0,
    isComplete: true,
  });
  const ana = await buyer(userId);
  expect(await ana.decided(`/v1/purchases/${purchaseId}`)).toMatchObject({ status: 'CONFIRMED' });
  expect(await parked.count()).toBe(0);
});

it('only admins see dead letters and send them back', async () => {
  const ana = await buyer();
  expect(await ana.get('/v1/dead-letters')).toMatchObject({ status: 403 });
  const redrive = { method: 'POST', path: '/v1/dead-letters/redrive' } as const;
  expect(await office.send({ ...redrive, token: ana.token })).toMatchObject({ status: 403 });
  expect(await office.send(redrive)).toMatchObject({ status: 401 });
});
