import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { computeTicketIds } from '@willcall/domain';
import { type PurchaseRecord, putEntry } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { purchaseKeyOf, recordKeyOf } from '../support/records/purchase-key.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, type PurchaseOverrides } from '../support/sale/purchase-message.ts';
import { saleCommand } from '../support/subscribers/command.ts';
import { startRunningStage } from '../support/subscribers/running-stage.ts';

const { command: COMMAND, run, of: tickets } = saleCommand('tickets');

/** Stores a purchase as it is after its decision. */
const storePurchase = async (
  { show, store }: Sale,
  overrides: Partial<PurchaseOverrides>,
  change: Partial<PurchaseRecord> = {},
): Promise<PurchaseRecord> => {
  const { version: _, ...message } = makePurchaseMessage({ showId: show.showId, ...overrides });
  const purchase = {
    ...message,
    ...recordKeyOf(message),
    status: 'CONFIRMED',
    from: [[0, message.quantity]],
    total: { amount: message.quantity * 1599, currency: 'EUR' },
    decidedAt: message.requestedAt,
    ...change,
  } as PurchaseRecord;
  const { userId, recordKey, quantity = 0, total } = purchase;
  const sold = { at: message.requestedAt, kind: 'SALE' } as const;
  const entry = putEntry(store, message.showId, {
    ...sold,
    postings: [
      { shard: 0, available: -quantity, held: 0, sold: quantity, revenue: total?.amount ?? 0 },
    ],
    purchases: [{ userId, recordKey, quantity, total: total?.amount ?? 0 }],
  });
  const record = { Put: { TableName: store.tables.purchases, Item: purchase } };
  const TransactItems = total === undefined ? [record] : [record, entry];
  await store.documents.send(new TransactWriteCommand({ TransactItems }));
  return purchase;
};

const listTickets = ({ userId, purchaseId, quantity = 0 }: PurchaseRecord): string[] =>
  computeTicketIds(userId, purchaseKeyOf(purchaseId), quantity);

/** Two valid tickets, one cancelled, one of an erased purchase, and purchases without tickets. */
const openMixedSale = async () => {
  const sale = await openSale({ capacity: 100 });
  const other = await sale.addShow();
  const at = '2030-01-02T00:00:00.000Z';
  const evil = { name: '=HYPERLINK("http://x","Ana")', email: 'ana@example.com' };
  const [valid, cancelled, erased] = await Promise.all([
    storePurchase(sale, { quantity: 2, seats: ['1-A1', '1-A2'], holder: evil }),
    storePurchase(
      sale,
      { holder: { name: 'Zoë, "Z"', email: 'z@example.com' } },
      {
        status: 'CANCELLED',
        cancelledAt: at,
      },
    ),
    storePurchase(sale, {}, { holder: undefined, card: undefined, erasedAt: at }),
    storePurchase(sale, {}, { status: 'REJECTED', reason: 'SOLD_OUT', total: undefined }),
    storePurchase(sale, {}, { status: 'FAILED', total: undefined }),
    storePurchase(sale, { showId: other.showId }),
  ]);
  if (!valid || !cancelled || !erased) throw new Error('expected three purchases');
  return { sale, valid, cancelled, erased, at };
};

describe('npm run tickets', () => {
  it('exports every ticket as CSV that no spreadsheet executes', async () => {
    const { sale, valid, cancelled, erased, at } = await openMixedSale();
    const { code, stdout, stderr } = await tickets(sale, '--format', 'csv');
    expect(code).toBe(0);
    const [header, ...lines] = stdout.split('\r\n');
    expect(header).toBe(
      'ticketId,purchaseId,seat,status,holderName,holderEmail,requestedAt,decidedAt,cancelledAt',
    );
    const [first, second] = listTickets(valid);
    const name = `"'=HYPERLINK(""http://x"",""Ana"")"`;
    const times = ({ requestedAt, decidedAt }: PurchaseRecord) => `${requestedAt},${decidedAt}`;
    const id = ({ purchaseId }: PurchaseRecord) => purchaseId;
    expect(lines.sort()).toEqual(
      [
        '',
        `${first},${id(valid)},1-A1,VALID,${name},ana@example.com,${times(valid)},`,
        `${second},${id(valid)},1-A2,VALID,${name},ana@example.com,${times(valid)},`,
        `${listTickets(cancelled)[0]},${id(cancelled)},,CANCELLED,"Zoë, ""Z""",z@example.com,${times(cancelled)},${at}`,
        `${listTickets(erased)[0]},${id(erased)},,VALID,,,${times(erased)},`,
      ].sort(),
    );
    expect(stderr).toBe('tickets exported 4\n');
  });

  it('exports valid tickets as JSON lines, exactly as recorded', async () => {
    const { sale, valid, erased } = await openMixedSale();
    const { stdout } = await tickets(sale, '--format', 'jsonl', '--status', 'valid');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ ticketId }) => ticketId).sort()).toEqual(
      [...listTickets(valid), ...listTickets(erased)].sort(),
    );
    expect(lines).toContainEqual({
      ticketId: listTickets(valid)[1],
      purchaseId: valid.purchaseId,
      seat: '1-A2',
      status: 'VALID',
      holderName: valid.holder?.name,
      holderEmail: 'ana@example.com',
      requestedAt: valid.requestedAt,
      decidedAt: valid.decidedAt,
      cancelledAt: null,
    });
  });

  it('exports only a header for a show without sales', async () => {
    const { stdout } = await tickets(await openSale());
    expect(stdout).toMatch(/^ticketId,.*cancelledAt\r\n$/);
  });

  it('finds the running stack, and exports the tickets as their buyers see them', async () => {
    const { office, env } = await startRunningStage();
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const bought = await ana.buy(purchaseBody({ showId, quantity: 3 }));
    const { stdout } = await run(env, '--show', showId, '--format', 'jsonl');
    const exported = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(exported.map(({ ticketId }) => ({ ticketId }))).toEqual(bought.tickets);
  });
});

/** 189 characters. */
const LONG_DOMAIN = `${`${'d'.repeat(61)}.`.repeat(3)}com`;

describe('npm run tickets with a reader that stops', () => {
  /**
   * More than 1.3 MB, of which a reader that does not read takes about 300 KB: the buffers of the socket
   * and of the stream. The export cannot end before the rest is read.
   */
  const largeSale = async () => {
    const sale = await openSale({ capacity: 4_000 });
    const holder = { name: 'N'.repeat(200), email: `${'e'.repeat(60)}@${LONG_DOMAIN}` };
    const purchases = Array.from({ length: 250 }, () =>
      storePurchase(sale, { quantity: 8, holder }),
    );
    await Promise.all(purchases);
    return sale;
  };
  const start = ({ environment, show }: Sale) => {
    const child = spawn(process.execPath, [...COMMAND, '--show', show.showId], {
      env: { PATH: process.env.PATH, ...environment },
      cwd: '/',
    });
    let reported = '';
    child.stderr.on('data', (data: Buffer) => {
      reported += data;
    });
    return { child, reported: () => reported, ended: once(child, 'close') };
  };

  it('ends without an error, as with head', async () => {
    const { child, reported, ended } = start(await largeSale());
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended).toEqual([0, null]);
    expect(reported()).toMatch(/^(purchases read \d+, tickets exported \d+\n)*$/);
  });

  it('waits for it, and ends without an error at Ctrl-C', async () => {
    const { child, reported, ended } = start(await largeSale());
    await once(child.stdout, 'readable');
    child.kill('SIGINT');
    child.stdout.resume();
    expect(await ended).toEqual([130, null]);
    expect(reported()).toMatch(/^(purchases read \d+, tickets exported \d+\n)*$/);
  });
});

describe('npm run tickets that cannot run', () => {
  it.each([
    [
      'no stack',
      ['--show', 'hamlet'],
      1,
      /^No stack is running\. Start one with npm start, or .+\.\n$/,
    ],
    ['no show named', [], 2, /^--show ID is required\. Try willcall tickets --help\.\n$/],
    [
      'an unknown format',
      ['--show', 'hamlet', '--format', 'xml'],
      2,
      /^--format xml is not valid: it must be csv or jsonl\. Try .+\.\n$/,
    ],
    [
      'an unknown status',
      ['--show', 'hamlet', '--status', 'sold'],
      2,
      /^--status sold is not valid: it must be all or valid\. Try .+\.\n$/,
    ],
  ])('prints one sentence for %s', async (_, args, code, sentence) => {
    const nowhere = { WILLCALL_STATE: `/tmp/${randomUUID()}` };
    expect(await run(nowhere, ...args)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    });
  });

  it('prints one sentence for an unknown show', async () => {
    const { environment } = await openSale();
    expect(await run(environment, '--show', 'macbeth')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is no show macbeth.\n',
    });
  });

  it('prints its usage with --help', async () => {
    const { code, stdout } = await run({}, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: willcall tickets [options]');
    expect(stdout).toContain('THE EXPORT CONTAINS PERSONAL DATA');
  });
});
