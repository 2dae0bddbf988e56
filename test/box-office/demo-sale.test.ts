import { known } from '@willcall/contracts';
import type { ShowAudit } from '@willcall/store';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium, openPage } from '../support/browser/browser.ts';
import { inspectView, LOOKS } from '../support/browser/inspect-view.ts';
import { runNpmStart } from '../support/npm-start.ts';
import { saleCommand } from '../support/subscribers/command.ts';

onlyWithChromium();

/** A figure of the live view, as a number. */
const readFigure = async (page: Page, selector: string): Promise<number> =>
  Number((await page.textContent(selector))?.replace(',', ''));

it('a demo sale ends with the figures of its audit, on the page that a newcomer opens', async () => {
  const start = await runNpmStart();
  try {
    expect(start.printed[0]).toBe(
      `Open http://127.0.0.1:${start.port} in a browser, and press "Demo sale".`,
    );
    const origin = `http://127.0.0.1:${start.port}`;
    const { page, faults } = await openPage(origin, { locale: 'en-GB', ...LOOKS.light });
    await page.goto(origin);
    await page.click('.demo button');
    await page.waitForURL('**/live');
    const showId = known(new URL(page.url()).pathname.split('/')[3], 'showId');
    await waitFor(() => expect(start.printed.join('')).toContain('The audit holds.'));
    const { stdout } = await saleCommand('audit').run(
      start.env,
      '--show',
      showId,
      '--all-records',
      '--json',
    );
    const { records: audit }: { records: ShowAudit } = JSON.parse(stdout);
    expect(audit).toMatchObject({ holds: true, sold: 100, available: 0 });
    const untilAudited = () =>
      waitFor(async () => {
        expect({
          sold: await readFigure(page, '.figure-sold .figure-value'),
          left: await readFigure(page, '.figure-left .figure-value'),
          confirmed: await readFigure(page, '.figure-confirmed .figure-value'),
          soldOut: await readFigure(page, '[data-reason=SOLD_OUT] strong'),
        }).toEqual({
          sold: audit.sold,
          left: audit.available,
          confirmed: audit.byStatus.CONFIRMED,
          soldOut: audit.byReason?.SOLD_OUT,
        });
      });
    await untilAudited();
    // What was read second by second is what the whole hour says.
    await page.reload();
    await untilAudited();
    expect(await inspectView(page, 'demo-sale', 'light')).toEqual([]);
    expect(faults).toEqual([]);
  } finally {
    expect(await start.interrupt()).toBe(0);
  }
});

it('Ctrl-C ends a demo sale with everything else, and says so', async () => {
  const start = await runNpmStart();
  const origin = `http://127.0.0.1:${start.port}`;
  const press = () =>
    fetch(`${origin}/app/runner/demo-sale`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    });
  const first = await press();
  expect(first.status).toBe(200);
  const second = await press();
  expect(second.status).toBe(409);
  expect(await second.json()).toMatchObject(Object(await first.json()));
  expect(await start.interrupt()).toBe(0);
  expect(start.printed.join('')).toContain('The demo sale was cut off, so it has no report.');
  expect(start.printed.join('')).not.toContain('audit');
});
