import type { Progress } from '@willcall/cli';
import { eachPurchase, readShow, type Store, StoreError } from '@willcall/store';
import { storeSentence } from '../../cli/store-sentence.ts';
import type { TicketsOptions } from './options.ts';
import { ticketsOf } from './ticket.ts';
import { ticketFormats } from './ticket-format.ts';

/** Takes whole lines; settles when it can take more. */
export type Write = (lines: string) => Promise<void>;

/**
 * Writes every ticket of a show, a page of purchases at a time.
 *
 * @throws LocalAwsError in a sentence when there is no such show, or its tables cannot be read; what
 *   is written by then is not complete.
 */
export const exportTickets = async (
  store: Store<'shows' | 'purchases'>,
  { showId, format, status }: TicketsOptions,
  progress: Pick<Progress, 'show'>,
  write: Write,
): Promise<void> => {
  const { header, line } = ticketFormats[format];
  let exported = 0;
  try {
    if ((await readShow(store, showId, { consistent: true })) === undefined) {
      throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
    }
    await write(header);
    await eachPurchase(store, showId, {
      onPurchases: async (purchases) => {
        const tickets = purchases
          .flatMap(ticketsOf)
          .filter((ticket) => status === 'all' || ticket.status === 'VALID');
        exported += tickets.length;
        await write(tickets.map(line).join(''));
      },
      onProgress: ({ scanned }) =>
        progress.show(`records read ${scanned}, tickets exported ${exported}`),
    });
    progress.show(`tickets exported ${exported}`);
  } catch (error) {
    throw storeSentence(error);
  }
};
