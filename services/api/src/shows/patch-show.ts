import { isDeepStrictEqual } from 'node:util';
import { ShowChange } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  parse,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import { changeShow, type ShowRecord, type Store } from '@willcall/store';
import { foundShow } from './found-show.ts';
import { showWithStock } from './show-with-stock.ts';

/** More than admins will ever change one show's price in the same moment. */
const MOST_ATTEMPTS = 5;
const RETRY_AFTER_SECONDS = 1;

/**
 * `PATCH /shows/{showId}`: a new price, a pause of the sale. What is so already is not changed, and
 * not announced.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, STORE_UNAVAILABLE
 */
export const patchShow =
  (store: Store<'shows' | 'stock'>, clock: () => Date) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, path, correlationId } = readRequest(event);
    const asked = parse(ShowChange, body);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const seen = await foundShow(store, path.showId);
      requireCurrencyOf(seen, asked);
      const different = differences(seen, asked);
      if (Object.keys(different).length === 0) {
        return { status: 200, body: await showWithStock(store, seen) };
      }
      const at = clock().toISOString();
      const changed = await changeShow(store, seen, { ...different, at, correlationId });
      // Its price was changed since it was read, or it was removed: the next look tells.
      if (changed === 'refused' || changed === 'no-such-show') continue;
      return { status: 200, body: await showWithStock(store, changed) };
    }
    throw new ProblemError('STORE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  };

const differences = (seen: ShowRecord, { price, onSale }: ShowChange) => ({
  ...(price === undefined || isDeepStrictEqual(price, seen.price) ? {} : { price }),
  ...(onSale === undefined || onSale === seen.onSale ? {} : { onSale }),
});

function requireCurrencyOf(seen: ShowRecord, { price }: ShowChange): void {
  if (price === undefined || price.currency === seen.price.currency) return;
  throw new ProblemError('INVALID_REQUEST', {
    errors: [{ path: 'price.currency', message: `must be the show's own, ${seen.price.currency}` }],
  });
}
