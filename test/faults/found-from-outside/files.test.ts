import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { purchaseBody } from '../../support/http/bodies.ts';
import { seatedShowMaker } from '../../support/seats/seat-map.ts';
import { runCommand, saleCommand } from '../../support/subscribers/command.ts';
import { startRunningStage } from '../../support/subscribers/running-stage.ts';

const { office, env } = await startRunningStage();
const folder = await mkdtemp(join(tmpdir(), 'willcall-files-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const makeSeatedShow = seatedShowMaker(office);
const exportTickets = (showId: string, ...args: readonly string[]) =>
  saleCommand('tickets').run(env, '--show', showId, ...args);

/** Adds the seats of a file with this text to a new show. */
async function addSeatFile(text: string, ...args: readonly string[]) {
  const { showId } = await makeSeatedShow([], { onSale: false });
  const file = join(folder, 'seats.csv');
  await writeFile(file, text);
  const { code, out, err } = await runCommand(
    'seats',
    ['--show', showId, '--file', file, ...args],
    env,
  );
  const { body } = await office.client.call('listSeats', { path: { showId } });
  return { code, out, err, seats: body.seats.map(({ seatId }) => seatId).toSorted() };
}

it.each(['seatId', 'Seats', 'Sitzplatz'])('the header %s became a seat on sale', async (header) => {
  const { code, seats } = await addSeatFile(`${header}\n1-A1\n1-A2\n`);
  expect({ code, seats }).toEqual({ code: 0, seats: ['1-A1', '1-A2'] });
});

it('the second header of two joined files became a seat on sale', async () => {
  const refused = await addSeatFile('seat\n1-A1\nseat\n1-A2\n');
  expect(refused).toMatchObject({ code: 1, seats: [] });
  expect(refused.err).toContain('Line 3 may be a header.');
  const asked = await addSeatFile('1-A1\nBox\n', '--no-header');
  expect(asked).toMatchObject({ code: 0, seats: ['1-A1', 'Box'] });
});

it('a formula survived in the export of tickets', async () => {
  const { showId } = await office.makeShow();
  const ana = await office.buyer();
  const names = ['x;=1+1;y', '=1+1', '＝1+1', '\u00A0=1+1', '\u200B@SUM(A1)', 'x,+1'];
  for (const name of names) {
    await ana.buy(purchaseBody({ showId, holder: { name, email: 'ana@example.com' } }));
  }
  const { stdout } = await exportTickets(showId);
  for (const separator of [',', ';']) {
    const cells = stdout.split('\r\n').flatMap((line) => line.split(separator));
    for (const cell of cells) expect(cell).not.toMatch(/^[\s\p{Cf}"]*[=+@＝]/u);
  }
});

it('a spreadsheet showed JosÃ© for José', async () => {
  const { showId } = await office.makeShow();
  const jose = await office.buyer();
  await jose.buy(purchaseBody({ showId, holder: { name: 'José', email: 'jose@example.com' } }));
  const { stdout } = await exportTickets(showId, '--bom');
  expect(stdout).toMatch(/^\uFEFFticketId,/);
  expect(stdout).toContain(',José,');
  expect(await exportTickets(showId, '--bom', '--format', 'jsonl')).toMatchObject({ code: 2 });
  expect((await saleCommand('tickets').run(env, '--help')).stdout).toContain('--bom');
});

it('A1 and A01 in one file went on sale without a warning', async () => {
  const { code, err, seats } = await addSeatFile('seat\nA1\nB1\nA01\n');
  expect({ code, seats }).toEqual({ code: 0, seats: ['A01', 'A1', 'B1'] });
  expect(err).toContain('Warning: Lines 2 and 4 differ only by leading zeros or case.');
});
