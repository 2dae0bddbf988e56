import {
  Command,
  CommandError,
  type Progress,
  UsageError,
  type Write,
  writeTo,
} from '@willcall/cli';
import { choiceOption, requireOptions, showOption } from '@willcall/cli/options';
import { listTickets } from '@willcall/domain';
import { ticketColumns, ticketFormats, ticketWriters } from '@willcall/domain/ticket-file';
import { forEachSold, type LeftOut, readShow, type Store, StoreError } from '@willcall/store';
import { tablesHelp, withSaleStore } from './connection.ts';

const statuses = ['all', 'valid'] as const;

type TicketsOptions = {
  readonly show: string;
  readonly format: (typeof ticketFormats)[number];
  /** `valid` omits cancelled tickets. */
  readonly status: (typeof statuses)[number];
  /** Begin CSV with a byte order mark. */
  readonly bom: boolean;
};

export const command = (): Command =>
  new Command()
    .description('Exports every ticket of a show to standard output, one per line.')
    .addOption(showOption())
    .addOption(choiceOption('--format <format>', 'the output format', ticketFormats).default('csv'))
    .addOption(
      choiceOption(
        '--status <status>',
        'which tickets: valid excludes cancelled tickets',
        statuses,
      ).default('all'),
    )
    .option('--bom', 'begins CSV with a byte order mark, for Excel', false)
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ show: '--show ID is required.' }))
    .action(async (options: TicketsOptions) => {
      if (options.bom && options.format !== 'csv') {
        throw new UsageError('--bom is only for --format csv.');
      }
      await withSaleStore((store, progress) =>
        exportTickets(store, options, progress, writeTo(process.stdout)),
      );
    });

const help = `
Example:
  npm run --silent tickets -- --show hamlet > tickets.csv

The columns are: ${ticketColumns.join(', ')}.
Tickets are in no particular order. The status is VALID or CANCELLED. Only reserved seating has seats.
The holder of an erased purchase is empty. THE EXPORT CONTAINS PERSONAL DATA. The command writes it to
standard output only.

  csv    RFC 4180: UTF-8, a header line, CRLF at the end of each line. In seats, names and addresses, an
         apostrophe stands before whatever a spreadsheet would treat as a formula (= + - @, a tab or a
         line break), at the beginning of the cell or after a comma or semicolon in it. Ids are exact.
         Excel reads UTF-8 only with --bom; without it, José becomes JosÃ©.
  jsonl  one JSON object per line, with every value exactly as recorded, for scripts

The command reads the journal of the show and the purchases that it lists, at 1 read unit for each purchase
and at most 1500 a second, and keeps a few pages in memory. Other shows cost nothing. Purchases decided during
the export may or may not be included. A purchase whose record cannot be read or does not exist is left out,
and so are the purchases of an entry of the journal that cannot be read: the command then names each on
standard error, and its exit code is 1.

${tablesHelp}`;

/**
 * Writes every ticket of a show, one page of purchases at a time. If it fails, the output is
 * incomplete.
 *
 * @throws StoreError; CommandError RECORD_UNREADABLE after the export, if purchases were left out
 */
async function exportTickets(
  store: Store<'shows' | 'journal' | 'purchases'>,
  { show: showId, format, status, bom }: TicketsOptions,
  progress: Progress,
  write: Write,
): Promise<void> {
  const { header, lines } = ticketWriters[format];
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  let exported = 0;
  await write(header(bom));
  const leftOut = await forEachSold(store, show, {
    onPurchases: async (purchases) => {
      const tickets = purchases
        .flatMap(listTickets)
        .filter((ticket) => status === 'all' || ticket.status === 'VALID');
      exported += tickets.length;
      await write(lines(tickets));
    },
    onProgress: (read) => progress.show(`purchases read ${read}, tickets exported ${exported}`),
  });
  progress.show(`tickets exported ${exported}`);
  if (leftOut.unreadable.length + leftOut.missing.length > 0) throw createIncompleteError(leftOut);
}

/** Records that the message names. */
const MOST_NAMED = 20;

/** The message names no buyer, like every message about records. */
function createIncompleteError({ unreadable, missing }: LeftOut): CommandError {
  const records = [
    ...unreadable.map(({ description }) => description),
    ...missing.map(({ recordKey }) => `purchases recordKey=${recordKey}: does not exist`),
  ];
  const named = records.slice(0, MOST_NAMED).map((record) => `  ${record}`);
  const more = records.length > MOST_NAMED ? [`  and ${records.length - MOST_NAMED} more`] : [];
  const many = records.length === 1 ? '1 record' : `${records.length} records`;
  const sentence = `The export is incomplete, because ${many} cannot be read. The audit names each one. Export again after the repair:`;
  return new CommandError([sentence, ...named, ...more].join('\n'), { code: 'RECORD_UNREADABLE' });
}
