import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningStack } from '@willcall/localstack';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import {
  expectSeatsAddUp,
  readStoredSeats,
  readStoredShow,
  seatedShowMaker,
  seatRow,
} from '../support/seats/seat-map.ts';
import { sellSeat } from '../support/seats/sell-seat.ts';
import { runCommand, startCommand } from '../support/subscribers/command.ts';

const folder = await mkdtemp(join(tmpdir(), 'willcall-seats-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
// The command signs its token with the key of the local stack that it finds.
const office = await openBoxOffice({ stateFolder: folder });
const running: RunningStack = {
  pid: process.pid,
  url: office.stage.url,
  dynamodbEndpoint: inject('dynamodbEndpoint'),
  sqsEndpoint: inject('sqsEndpoint'),
  eventsEndpoint: office.stage.eventsEndpoint,
  stage: office.stage.stage,
  ...office.stage.resources,
};
await writeFile(join(folder, 'running.json'), JSON.stringify(running));
const env = { PATH: process.env.PATH, WILLCALL_STATE: folder };

const writeCsv = async (name: string, seats: readonly string[]): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, ['seat', ...seats.map((seatId) => `"${seatId}"`)].join('\r\n'));
  return file;
};

const makeSeatedShow = seatedShowMaker(office);
const makeEmptySeatedShow = () => makeSeatedShow([], { onSale: false });

const runSeats = (...args: string[]) => runCommand('seats', args, env);

describe('npm run seats', () => {
  it('adds the seats of a file, and a second run changes nothing', async () => {
    const { showId } = await makeEmptySeatedShow();
    const file = await writeCsv('house.csv', seatRow('A', 1_200));
    const first = await runSeats('--show', showId, '--file', file);
    expect(first).toMatchObject({
      code: 0,
      out: 'Added 1200 seats, 0 already existed. The show has 1200 seats.\n',
    });
    expect(first.err).toContain('seats 1200/1200  added 1200');
    const again = await runSeats('--show', showId, '--file', file);
    expect(again).toMatchObject({
      code: 0,
      out: 'Added 0 seats, 1200 already existed. The show has 1200 seats.\n',
    });
    expect((await expectSeatsAddUp(office.store, showId)).capacity).toBe(1_200);
  });

  it('removes free seats and names the sold ones', async () => {
    const { showId, seatClient } = await makeEmptySeatedShow();
    await seatClient.put(seatRow('A', 20));
    const show = await readStoredShow(office.store, showId);
    await sellSeat(office.store, show, 'A-3');
    const file = await writeCsv('less.csv', [...seatRow('A', 10), 'Z-1']);
    expect(await runSeats('--show', showId, '--file', file, '--remove')).toMatchObject({
      code: 1,
      out: 'Removed 9 seats, 1 sold, 1 not found.\nSold, not removed: A-3\n',
    });
    expect((await expectSeatsAddUp(office.store, showId)).capacity).toBe(11);
  });

  it('stops at once when interrupted, reports its progress, and a second run completes the work', async () => {
    const { showId } = await makeEmptySeatedShow();
    const file = await writeCsv('large.csv', seatRow('A', 4_000));
    const command = startCommand('seats', ['--show', showId, '--file', file], env);
    // The progress output is too early: the command prints it before it handles signals.
    const added = async () => (await readStoredShow(office.store, showId)).capacity;
    await expect.poll(added).toBeGreaterThan(0);
    command.kill('SIGINT');
    expect({ code: await command.ended, err: command.err() }).toMatchObject({ code: 130 });
    expect(command.out()).toMatch(/Interrupted after \d+ of 4000\. Run it again to continue\./);
    expect((await readStoredShow(office.store, showId)).capacity).toBeLessThan(4_000);

    expect(await runSeats('--show', showId, '--file', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('The show has 4000 seats.'),
    });
    const show = await expectSeatsAddUp(office.store, showId);
    expect(await readStoredSeats(office.store, show)).toHaveLength(4_000);
  });

  it('sends nothing when a line of the file is invalid', async () => {
    const { showId } = await makeEmptySeatedShow();
    const file = await writeCsv('wrong.csv', ['A-1', 'A-2', 'A-1', 'A 4']);
    const refused = await runSeats('--show', showId, '--file', file);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(
      'Line 4 repeats the seat of line 2. Line 5 is not a valid seat id.',
    );
    expect(await readStoredShow(office.store, showId)).toMatchObject({ capacity: 0 });
  });

  it.each([
    ['for an unknown show', ['--show', 'AAAAAAAAAAAAAAAA'], 1, 'The show does not exist.'],
    ['without a show', [], 2, '--show and --file are required'],
    ['with an unknown option', ['--shwo', 'A'], 2, "Unknown option '--shwo'"],
  ])('%s is refused with one sentence', async (_, args, code, sentence) => {
    const file = await writeCsv('one.csv', ['A-1']);
    const refused = await runSeats(...args, '--file', file);
    expect(refused).toMatchObject({ code, out: '' });
    expect(refused.err).toContain(sentence);
    expect(refused.err.trim().split('\n')).toHaveLength(1);
  });

  it('is refused for a show with general admission', async () => {
    const { showId } = await office.makeShow();
    const file = await writeCsv('one.csv', ['A-1']);
    expect((await runSeats('--show', showId, '--file', file)).err).toContain(
      'The request does not match the seating of the show.',
    );
  });
});
