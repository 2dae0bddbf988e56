import { known } from '@willcall/contracts';
import { listPurchases, shardKey } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/backend/scaled-timeout.ts';
import { purchaseBody } from '../../support/http/bodies.ts';
import { type Damage, LONG_NUMBER } from '../../support/records/damage-record.ts';
import { DAMAGED, openDamagedOffice } from '../../support/records/damaged-office.ts';

const office = await openDamagedOffice();
const {
  adminToken,
  damage,
  expectLeftOut,
  get,
  listIds,
  makeShow,
  reported,
  send,
  stage,
  statusOf,
} = office;
const { tables } = stage.resources;

describe('a damaged stock shard', () => {
  const damages: [string, Damage][] = [
    ['available tickets that are a text', { available: 'x' }],
    ['sold tickets that are a text', { sold: 'x' }],
    ['no revenue', { revenue: undefined }],
    ['a revenue that is a long number', { revenue: LONG_NUMBER }],
  ];

  /** The shard that a buyer's only purchase of a show took its tickets from. */
  const findShard = async (userId: string): Promise<number> => {
    const { records } = await listPurchases(office.store, userId);
    return known(records[0]?.from?.[0]?.[0], 'shard');
  };

  it.each(damages)('with %s took the tickets of all other shards', async (_, changes) => {
    const { showId } = await makeShow({ capacity: 160, startsAt: '2045-01-01T20:00:00Z' });
    const buyer = await office.buyer();
    const earlier = await buyer.request(purchaseBody({ showId, quantity: 2 }));
    await buyer.decided(earlier);
    const other = 1 - (await findShard(buyer.userId));
    const key = { bucketKey: shardKey(showId, other) };
    const capacity = Number(Reflect.get(Object(await get('/v1/sales')), 'capacity'));
    await damage({ table: tables.stock, key }, changes);

    expect(await listIds('/v1/shows?limit=100')).toContain(showId);
    expect(await get('/v1/sales')).toMatchObject({ capacity: capacity - 160 });
    await expectLeftOut(`stock bucketKey=${showId}#${other}: `);
    expect(await statusOf(`/v1/shows/${showId}`)).toEqual(DAMAGED);
    for (let nth = 0; nth < 4; nth += 1) {
      const decided = await buyer.buy(purchaseBody({ showId, quantity: 8 }));
      expect(decided).toMatchObject({ status: 'CONFIRMED' });
    }
    expect(await buyer.cancel(earlier)).toMatchObject({ status: 200 });
  });

  it.each(damages)(
    'with %s takes its own tickets back only after its repair',
    async (_, changes) => {
      const { showId } = await makeShow({ capacity: 160, startsAt: '2045-04-01T20:00:00Z' });
      const buyer = await office.buyer();
      const location = await buyer.request(purchaseBody({ showId, quantity: 2 }));
      await buyer.decided(location);
      const key = { bucketKey: shardKey(showId, await findShard(buyer.userId)) };
      const repair = await damage({ table: tables.stock, key }, changes);
      expect(await buyer.cancel(location)).toMatchObject({
        status: 500,
        body: { code: 'RECORD_UNREADABLE' },
      });
      expect(await buyer.get(location)).toMatchObject({ body: { status: 'CONFIRMED' } });
      await repair();
      expect(await buyer.cancel(location)).toMatchObject({ status: 200 });
    },
  );

  it('made a change of its show fail after it was stored', async () => {
    const { showId } = await makeShow({ capacity: 160, startsAt: '2045-03-01T20:00:00Z' });
    await damage(
      { table: tables.stock, key: { bucketKey: shardKey(showId, 1) } },
      { available: 'x' },
    );
    const path = `/v1/shows/${showId}`;
    const changes = [
      { name: 'Renamed' },
      { price: { amount: 700, currency: 'EUR' } },
      { saleOpensAt: '2044-01-01T20:00:00Z' },
    ];
    for (const body of [...changes, ...changes]) {
      const changed = await send({ method: 'PATCH', path, token: adminToken, body });
      expect(changed).toMatchObject({ status: 200, body: { ...body, available: 80 } });
    }
    for (const _ of ['the first time', 'again']) {
      const answer = await send({ method: 'POST', path: `${path}/cancel`, token: adminToken });
      expect(answer).toMatchObject({ status: 202, body: { cancelledAt: expect.any(String) } });
    }
  });

  it('never made a show look sold out', async () => {
    const { showId } = await makeShow({ capacity: 160, startsAt: '2045-02-01T20:00:00Z' });
    const shards = [0, 1].map((shard) => ({
      table: tables.stock,
      key: { bucketKey: shardKey(showId, shard) },
    }));
    const repairs = [];
    for (const shard of shards) repairs.push(await damage(shard, { available: 'x' }));
    const ana = await office.buyer();
    const waiting = await ana.request(purchaseBody({ showId }));
    await waitFor(() =>
      expect(reported().logged).toContainEqual(expect.objectContaining({ skipped: 2 })),
    );
    expect(await ana.get(waiting)).toMatchObject({ body: { status: 'PENDING' } });
    for (const repair of repairs) await repair();
    expect(await ana.decided(waiting)).toMatchObject({ status: 'CONFIRMED' });
  });
});
