import { messageGroupId } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const MOST_RECEIVES = 3;

const poisons = {
  'no JSON': '{"version":1,"purchaseId":',
  'of an unknown version': JSON.stringify({ version: 99, purchaseId: 'x' }),
  'of another shape': '["a purchase"]',
};

const office = await openBoxOffice({
  resources: { maxReceiveCount: MOST_RECEIVES },
  env: { REDELIVERY_BASE_SECONDS: '0' },
});

describe('a message that can never be decided', () => {
  it.each(Object.entries(poisons))(
    '(%s) is parked for a person, unchanged, and its group continues',
    async (_, body) => {
      const { showId } = await office.makeShow();
      const ana = await office.buyer();
      const group = messageGroupId(ana.userId, showId);
      const { purchases, 'parked-purchases': parked } = office.stage.resources.queues;
      await openStageQueue(purchases).send(body, group);

      const behind = await ana.request(purchaseBody({ showId }));
      expect(await ana.decided(behind)).toMatchObject({ status: 'CONFIRMED' });
      const letter = await openStageQueue(parked).receive();
      expect(letter.Body).toBe(body);
      expect(letter.Attributes).toMatchObject({ MessageGroupId: group });
      await openStageQueue(purchases).untilEmpty();
    },
  );

  it('blocks only its own group while it waits', async () => {
    const calls = watchCalls();
    const slow = await openBoxOffice({
      seams: { sqsPlugins: [calls.plugin] },
      env: { REDELIVERY_BASE_SECONDS: '600' },
    });
    const [show, other] = await Promise.all([slow.makeShow(), slow.makeShow()]);
    const [ana, bo] = await Promise.all([slow.buyer(), slow.buyer()]);
    const queue = openStageQueue(slow.stage.resources.queues.purchases);
    await queue.send('poison', messageGroupId(ana.userId, show.showId));
    const POSTPONE = 'ChangeMessageVisibilityBatchCommand';
    await waitFor(() => expect(calls.inputsOf(POSTPONE)).toHaveLength(1));

    const behind = await ana.request(purchaseBody({ showId: show.showId }));
    // Another buyer of the same show, and the same buyer at another show.
    expect(await bo.buy(purchaseBody({ showId: show.showId }))).toMatchObject({
      status: 'CONFIRMED',
    });
    expect(await ana.buy(purchaseBody({ showId: other.showId }))).toMatchObject({
      status: 'CONFIRMED',
    });
    expect((await ana.get(behind)).body).toEqual({
      purchaseId: purchaseIdOf(behind),
      status: 'PENDING',
    });
  });
});
