import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { fillOrder, openOfficePage, pressBuy } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage();

it('a box office is run on the page alone, as the README runs it by commands', async () => {
  const ops = await office.open('/app/organise/new', { user: 'ops', admin: true });
  const organiser = ops.page;
  await organiser.fill('[name=name]', 'Macbeth');
  await organiser.fill('[name=venue]', 'Globe');
  await organiser.fill('[name=startsAt]', '2035-07-01T20:00');
  await organiser.fill('[name=price]', '45');
  await organiser.check('text="Reserved seats"');
  await organiser.fill('[name=seats]', '1-A1\n1-A2\n1-A3');
  await organiser.fill('[name=maxTicketsPerBuyer]', '4');
  await organiser.click('text="Make the show"');
  await organiser.locator('h1:text-is("Macbeth")').waitFor();
  const showPath = new URL(organiser.url()).pathname.replace('/organise', '');

  // More seats, from a file.
  await organiser.setInputFiles('.field:has([name=seats]) input[type=file]', {
    name: 'seats.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('seat\n1-A4\n1-A5\n'),
  });
  await organiser.locator('text="2 seats"').waitFor();
  await organiser.click('text="Add these seats"');
  await organiser.locator('text=Added 2 seats. 0 existed before.').waitFor();

  // Ana buys as many as one buyer may have.
  const { page: ana, faults } = await office.open(showPath, { user: 'ana' });
  for (const seat of ['1-A1', '1-A2', '1-A3', '1-A4']) {
    await ana.locator(`.seat-list option[value="${seat}"]`).waitFor({ state: 'attached' });
    await ana.selectOption('.seat-list select >> nth=1', seat);
    await ana.click('.seat-list button');
  }
  await fillOrder(ana);
  await pressBuy(ana);
  await ana.locator('.tickets li >> nth=3').waitFor();

  // The show says what Ana holds, and to everybody which seats are free, but not who holds the others.
  await ana.goto(new URL(showPath, ana.url()).href);
  await ana.locator('text=You already have 4 tickets for this show').waitFor();
  const { page: ben } = await office.open(showPath, { user: 'ben' });
  await ben.locator('.seat-list option[value="1-A5"]').waitFor({ state: 'attached' });
  expect(await ben.locator('.seat-list select >> nth=1').locator('option').count()).toBe(1);
  await organiser.locator('.sales-sold dd:text-is("4")').waitFor();

  // Every ticket, as a file.
  const downloading = organiser.waitForEvent('download');
  await organiser.click('text="Export the tickets (CSV)"');
  const tickets = await readFile(await (await downloading).path(), 'utf8');
  expect(tickets.match(/,1-A[1-4],VALID,/g)).toHaveLength(4);

  // The cancelled seats are free again.
  await ana.click('text="My purchases"');
  await ana.click('.purchases a');
  await ana.click('text="Cancel the purchase"');
  await ana.click('dialog[open] .danger');
  await ana.locator('.status >> text=Cancelled').waitFor();
  await ana.click('text="My purchases"');
  await ana.locator('.purchases .status:text-is("Cancelled")').waitFor();
  await ben.locator('.seat-list option[value="1-A1"]').waitFor({ state: 'attached' });
  await organiser.locator('.sales-sold dd:text-is("0")').waitFor();

  // The books agree.
  await organiser.click('text="Audit the books"');
  await organiser.locator('[role=status]:text("The books agree.")').waitFor();
  expect([...faults, ...ops.faults]).toEqual([]);
});
