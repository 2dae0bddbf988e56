import { WHICH_TABLES } from '../../cli/open-sale-store.ts';

export const HELP = `Usage: npm run audit -- --show ID [options]

Checks a show's books. First the stock, all of it at one instant: left + sold = capacity, which holds
at any time, also in the middle of a sale. Then everything from the records: tickets and money of the
confirmed purchases, each seat and its one purchase, each buyer's ledger and limit. That proves
something only while nothing is sold or given back; when it is, it is done again, a few times.

  --show ID      which show
  --stock-only   the first check only: 2 read units for the show and for each of its buckets
  --json         prints one JSON object; progress goes to standard error as ever

Prints one line for each difference: a code, and which purchase, seat or buyer it is about, by ids.
Exit code 1 if there is any. The second check reads the whole Purchases table, 1 read unit for 4 KB
and at most 1500 in a second.

${WHICH_TABLES}`;
