import type { SeatsAdded } from '@willcall/contracts';
import { expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import {
  expectSeatsAddUp,
  expectStockAddsUp,
  readStoredSeats,
  readStoredShow,
  seatedShowMaker,
  seatRow,
} from '../support/seats/seat-map.ts';
import { sellSeat } from '../support/seats/sell-seat.ts';

const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
});
const { store } = office;

const makeSeatedShow = seatedShowMaker(office);
const makeEmptySeatedShow = () => makeSeatedShow([], { onSale: false });

/** Reads the counters of a show repeatedly until stopped, and returns the number of reads. */
function watch(showId: string) {
  let watching = true;
  const reads = (async () => {
    let count = 0;
    while (watching) {
      await expectStockAddsUp(store, await readStoredShow(store, showId));
      count += 1;
    }
    return count;
  })();
  return async () => {
    watching = false;
    return await reads;
  };
}

it('repeated PUTs add exactly 1,200 seats while seats are removed and sold', async () => {
  const { showId, seatClient } = await makeEmptySeatedShow();
  const rows = ['A', 'B', 'C'].map((name) => seatRow(name, 400));
  const stop = watch(showId);
  await seatClient.put(rows[0] ?? []);
  const show = await readStoredShow(store, showId);
  for (const seatId of seatRow('A', 5)) await sellSeat(store, show, seatId);
  // Each row is put twice at once, and every tenth seat of the first row is removed unless it is
  // sold.
  const filling = rows.flatMap((seats) => [seatClient.put(seats), seatClient.put(seats)]);
  const toGo = [...seatRow('A', 5), ...(rows[0] ?? []).filter((_, index) => index % 10 === 9)];
  const removing = toGo.map((seatId) => seatClient.remove(seatId));
  const put = await Promise.all(filling);
  const removed = await Promise.all(removing);
  expect(await stop()).toBeGreaterThan(5);

  expect(put.every(({ status }) => status === 200)).toBe(true);
  const statuses = removed.map(({ status }) => status);
  expect(statuses.slice(0, 5)).toEqual([409, 409, 409, 409, 409]);
  expect(statuses.slice(5).every((status) => status === 204)).toBe(true);

  // A removed seat may have been added again. A last PUT of all seats completes the show.
  const added = put.reduce((sum, { body }) => sum + (body as SeatsAdded).added, 0);
  const { capacity } = await expectSeatsAddUp(store, showId);
  expect(capacity).toBe(400 + added - 40);
  for (const seats of rows) await seatClient.put(seats);
  const last = await expectSeatsAddUp(store, showId);
  expect(last.capacity).toBe(1_200);
  expect((await seatClient.map()).flat().filter(({ state }) => state === 'SOLD')).toHaveLength(5);
});

it('concurrent PUTs of overlapping seats add each seat once', async () => {
  const { showId, seatClient } = await makeEmptySeatedShow();
  const all = seatRow('A', 300);
  const answers = await Promise.all([
    seatClient.put(all.slice(0, 200)),
    seatClient.put(all.slice(100)),
    seatClient.put(all.toReversed().slice(50, 250)),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const sums = answers.map(({ body }) => body as SeatsAdded);
  expect(sums.reduce((sum, { added }) => sum + added, 0)).toBe(300);
  expect(sums.every(({ added, existing }) => added + existing === 200)).toBe(true);
  const show = await expectSeatsAddUp(store, showId);
  expect(show.capacity).toBe(300);
  // The seats of one row are spread over many partitions.
  const partitions = (await readStoredSeats(store, show)).map(({ seatBucket }) => seatBucket);
  expect(new Set(partitions).size).toBeGreaterThan(32);
});
