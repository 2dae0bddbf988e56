import { Command, type Progress, type Write, writeTo } from '@willcall/cli';
import { choiceOption, requireOptions, showOption } from '@willcall/cli/options';
import { forEachPurchase, readShow, type Store, StoreError } from '@willcall/store';
import { tablesHelp, withSaleStore } from './connection.ts';
import { listTickets, ticketColumns, ticketFormats, ticketWriters } from './ticket.ts';

const statuses = ['all', 'valid'] as const;

type TicketsOptions = {
  readonly show: string;
  readonly format: (typeof ticketFormats)[number];
  /** `valid`: without the cancelled ones. */
  readonly status: (typeof statuses)[number];
};

export const command = (): Command =>
  new Command()
    .description('Exports every ticket of a show to standard output, a line each.')
    .addOption(showOption())
    .addOption(
      choiceOption('--format <format>', 'how a ticket is written', ticketFormats).default('csv'),
    )
    .addOption(
      choiceOption('--status <status>', 'valid leaves cancelled tickets out', statuses).default(
        'all',
      ),
    )
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ show: 'Name a show: --show ID.' }))
    .action(async (options: TicketsOptions) => {
      await withSaleStore((store, progress) =>
        exportTickets(store, options, progress, writeTo(process.stdout)),
      );
    });

const help = `
Example:
  npm run --silent tickets -- --show hamlet > tickets.csv

In no order: ${ticketColumns.join(', ')}.
The status is VALID or CANCELLED. Seats are those of reserved seating; the holder of an erased
purchase is empty. THE EXPORT HOLDS PERSONAL DATA: it goes to standard output and nowhere else.

  csv    by RFC 4180: UTF-8, a header line, lines that end with CRLF. A cell that a spreadsheet would
         take for a formula (it begins with = + - @, a tab or a line break) gets an apostrophe before
         it; an id that begins with a hyphen does not.
  jsonl  a JSON object a line, every value exactly as it is recorded: for scripts

Reads the whole Purchases table, 1 read unit for 4 KB and at most 1500 in a second, a few pages in
memory at a time. While a sale is going on, what is decided meanwhile may or may not be in it.

${tablesHelp}`;

/**
 * Writes every ticket of a show, a page of purchases at a time. When it fails, what is written by then
 * is not complete.
 *
 * @throws StoreError
 */
async function exportTickets(
  store: Store<'shows' | 'purchases'>,
  { show, format, status }: TicketsOptions,
  progress: Progress,
  write: Write,
): Promise<void> {
  const { header, lines } = ticketWriters[format];
  if ((await readShow(store, show, { consistent: true })) === undefined) {
    throw new StoreError('SHOW_UNKNOWN', `There is no show ${show}`);
  }
  let exported = 0;
  await write(header);
  await forEachPurchase(store, show, {
    onPurchases: async (purchases) => {
      const tickets = purchases
        .flatMap(listTickets)
        .filter((ticket) => status === 'all' || ticket.status === 'VALID');
      exported += tickets.length;
      await write(lines(tickets));
    },
    onProgress: ({ scanned }) =>
      progress.show(`records read ${scanned}, tickets exported ${exported}`),
  });
  progress.show(`tickets exported ${exported}`);
}
