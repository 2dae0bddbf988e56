import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { openOfficePage } from '../support/browser/office-page.ts';
import { startShow } from '../support/cancel/reserved-show.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { setAttributes } from '../support/records/set-attributes.ts';

onlyWithChromium();

const office = await openOfficePage();

const ORGANISER = { user: 'ops', admin: true };

/** Makes a show of which Ana has two tickets, and opens what its organiser sees. */
const openShow = async (options: Parameters<typeof office.open>[1] = {}) => {
  const { showId } = await office.makeShow({ name: 'Hamlet', capacity: 5 });
  const ana = await office.buyer();
  const bought = await ana.buy(
    purchaseBody({ showId, quantity: 2, holder: { name: '=1+1', email: 'ana@example.com' } }),
  );
  const opened = await office.open(`/app/organise/shows/${showId}`, { ...ORGANISER, ...options });
  await opened.page.locator('text="Export the tickets (CSV)"').waitFor();
  return { ...opened, showId, ana, bought };
};

describe('the tickets of a show', () => {
  it('are a file that Excel reads and no spreadsheet executes', async () => {
    const { page, faults, bought } = await openShow();
    const save = async () => {
      const downloading = page.waitForEvent('download');
      await page.click('text="Export the tickets (CSV)"');
      const download = await downloading;
      await page.locator('[role=status]:text-is("2 tickets exported.")').waitFor();
      return { download, text: await readFile(await download.path(), 'utf8') };
    };
    const { download, text } = await save();
    expect(download.suggestedFilename()).toBe('Tickets of Hamlet.csv');
    const [header, ...lines] = text.split('\r\n');
    expect(header).toMatch(/^\uFEFFticketId,purchaseId,seat,status,holderName,holderEmail,/);
    expect(lines.sort().slice(1)).toEqual(
      bought.tickets
        .map(
          ({ ticketId }) =>
            `${ticketId},${bought.purchaseId},,VALID,'=1+1,ana@example.com,${bought.requestedAt},${bought.decidedAt},`,
        )
        .sort(),
    );
    await page.uncheck('[name=mark]');
    expect((await save()).text).toBe(text.slice(1));
    expect(faults).toEqual([]);
  });

  it('that cannot be read are counted, and no file is made of a part of them', async () => {
    const { page } = await openShow({ tolerates: /Failed to load/ });
    const answer = { json: { tickets: [], leftOut: 2 } };
    await page.route('**/tickets', (route) => route.fulfill(answer));
    await page.click('text="Export the tickets (CSV)"');
    await page.locator('text=2 records cannot be read, and their tickets are missing').waitFor();
    await page.unroute('**/tickets');
    const damaged = { status: 500, json: { code: 'RECORD_UNREADABLE', title: 'Damaged.' } };
    await page.route('**/tickets', (route) => route.fulfill(damaged));
    await page.click('text="Export the tickets (CSV)"');
    await page.locator('[role=alert]:text("A record of this show is damaged.")').waitFor();
    expect(await page.locator('text=2 records cannot be read').count()).toBe(0);
  });
});

describe('the audit of a show', () => {
  it('says that the books agree, and then what differs', async () => {
    const { page, faults, showId } = await openShow();
    await page.click('text="Audit the books"');
    await page.locator('[role=status]:text("The books agree.")').waitFor();
    expect(await page.locator('.audit-figures tbody tr').allTextContents()).toEqual([
      ...['Sold22', 'Left3–', 'Revenue€31.98€31.98'],
      ...['Confirmed purchases–1', 'Cancelled purchases–0'],
    ]);
    const { documents, tables } = office.store;
    await documents.send(setAttributes(tables.shows, { showId }, { capacity: 6 }));
    await page.click('text="Audit the books"');
    await page.locator('[role=status]:text("The books differ: ")').waitFor();
    const difference = page.locator('.differences li', { hasText: 'CAPACITY' }).first();
    expect(await difference.textContent()).toMatch(/infra\/RUNBOOK\.md#audit-/);
    expect(faults).toEqual([]);
  });

  it('says why it did not end', async () => {
    const { page, faults, showId } = await openShow();
    const failed = { auditId: 'AAAAAAAAAAAAAAAA', showId, status: 'FAILED', requestedAt: '' };
    await page.route('**/audits', (route) =>
      route.fulfill({ status: 202, json: { ...failed, reason: 'OUT_OF_TIME' } }),
    );
    await page.click('text="Audit the books"');
    await page.locator('[role=alert]:text("The show is too large for this audit.")').waitFor();
    expect(faults).toEqual([]);
  });
});

describe('the purchases of a buyer', () => {
  const find = async (options: Parameters<typeof office.open>[1] = {}) => {
    const { showId } = await office.makeShow({ name: 'Macbeth', capacity: 5 });
    const ana = await office.buyer();
    const bought = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    const opened = await office.open('/app/organise/buyers', { ...ORGANISER, ...options });
    const { page } = opened;
    await page.fill('[name=userId]', ana.userId);
    await page.keyboard.press('Enter');
    await page.locator('.bought li', { hasText: 'Macbeth' }).waitFor();
    return { ...opened, showId, ana, bought };
  };

  it('are found by the user id, and one is cancelled after a question', async () => {
    const { page, faults, showId, ana, bought } = await find();
    expect(await page.textContent('h1')).toBe(`Purchases of ${ana.userId}`);
    await page.click('text="Cancel this purchase"');
    expect(await page.textContent('dialog[open] p')).toContain('2 tickets go back on sale');
    await page.click('dialog[open] .danger');
    await page.locator('.bought li:focus >> text=The purchase is cancelled').waitFor();
    expect((await ana.get(`/v1/purchases/${bought.purchaseId}`)).body).toMatchObject({
      status: 'CANCELLED',
    });
    expect(await office.sales(showId)).toMatchObject({ sold: 0, available: 5 });
    expect(faults).toEqual([]);
  });

  it('stay as they are if a cancellation is refused', async () => {
    const { page, showId } = await find({ tolerates: /409/ });
    await startShow(office.store, showId);
    await page.click('text="Cancel this purchase"');
    await page.click('dialog[open] .danger');
    await page.locator('.bought [role=alert]:text("can no longer be cancelled")').waitFor();
    expect(await page.locator('.bought .status-confirmed').count()).toBe(1);
  });

  it('are at an address of their own, whatever the user id is', async () => {
    const { page } = await office.open('/app/organise/buyers', ORGANISER);
    await page.fill('[name=userId]', 'a.b/c@example.com');
    await page.keyboard.press('Enter');
    await page.locator('text=This buyer has no purchases.').waitFor();
    await page.reload();
    await page.locator('h1:text-is("Purchases of a.b/c@example.com")').waitFor();
  });

  it('are none of a buyer who bought nothing, and what is no user id is said at the field', async () => {
    const { page, faults } = await office.open('/app/organise/buyers', ORGANISER);
    await page.fill('[name=userId]', 'a b');
    await page.keyboard.press('Enter');
    await page.locator('.error >> text=Enter a user id').waitFor();
    await page.locator('[name=userId]:focus').waitFor();
    await page.fill('[name=userId]', 'nobody');
    await page.keyboard.press('Enter');
    await page.locator('text=This buyer has no purchases.').waitFor();
    expect(faults).toEqual([]);
  });
});
