import { known } from '@willcall/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ShowOverrides } from '../support/http/bodies.ts';
import type { Buyer } from '../support/http/buyer.ts';
import { type PayingStage, startPayingStage } from '../support/payments/paying-stage.ts';

let office: PayingStage;
beforeAll(async () => {
  office = await startPayingStage();
});

const DAY_SECONDS = 86_400;

/** A buyer with two paid tickets of 15.99 each. */
async function sellTwo(rule: ShowOverrides) {
  const { showId } = await office.makePaidShow(rule);
  const ana = await office.buyer();
  const location = await office.hold(ana, showId, 2);
  await office.pay(ana, location);
  await expect.poll(() => read(ana, location)).toMatchObject({ status: 'CONFIRMED' });
  return { ana, location, showId };
}

const read = async (buyer: Buyer, location: string) => (await buyer.get(location)).body;

/** Tomorrow's show, of which a purchase can be cancelled until yesterday. */
const tooLate = () => ({
  startsAt: new Date(Date.now() + DAY_SECONDS * 1_000).toISOString(),
  refundUntilSeconds: 2 * DAY_SECONDS,
});

describe('a buyer who cancels a paid purchase', () => {
  it('gets back all of it where the show says nothing else', async () => {
    const { ana, location, showId } = await sellTwo({});
    expect(await ana.cancel(location)).toMatchObject({
      ...{ status: 200, body: { status: 'CANCELLED', refund: { amount: 3_198 } } },
    });
    await expect
      .poll(() => read(ana, location))
      .toMatchObject({ refund: { amount: 3_198, status: 'SUCCEEDED' } });
    expect(await office.audit(showId)).toMatchObject({ differences: [] });
  });

  it('gets back all but the fee of each ticket', async () => {
    const { ana, location, showId } = await sellTwo({ refundFee: 250 });
    expect(await ana.cancel(location)).toMatchObject({ body: { refund: { amount: 2_698 } } });
    await expect
      .poll(() => read(ana, location))
      .toMatchObject({ refund: { amount: 2_698, status: 'SUCCEEDED' } });
    expect(await office.audit(showId)).toMatchObject({ differences: [] });
  });

  it('gets back nothing where the fee is the price', async () => {
    const { ana, location, showId } = await sellTwo({ refundFee: 2_000 });
    const { body } = await ana.cancel(location);
    expect(body).toMatchObject({ status: 'CANCELLED' });
    expect(body).not.toHaveProperty('refund');
    expect(await office.audit(showId)).toMatchObject({ differences: [] });
  });

  it('is refused after the last moment, and can still erase it', async () => {
    const { ana, location } = await sellTwo(tooLate());
    expect(await ana.cancel(location)).toMatchObject({
      ...{ status: 409, body: { code: 'NOT_CANCELLABLE' } },
    });
    expect(await read(ana, location)).toMatchObject({ status: 'CONFIRMED' });
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
  });
});

it('an admin who cancels for a buyer gives back all of it, after the last moment too', async () => {
  const { ana, location } = await sellTwo({ ...tooLate(), refundFee: 250 });
  const id = known(location.split('/').at(-1), 'purchase id');
  const answer = await office.send({
    ...{ method: 'POST', token: office.adminToken },
    path: `/v1/users/${ana.userId}/purchases/${id}/cancel`,
  });
  expect(answer).toMatchObject({ status: 200, body: { refund: { amount: 3_198 } } });
});
