import * as z from 'zod/mini';
import { described } from '../fields.ts';

/** The field of a page that leads to the next one. */
export const nextCursor = described(
  z.exactOptional(z.string()),
  'The `cursor` of the next page. Absent on the last page.',
);

/** The fields in which a show or a seat displays its last price change, beside the previous price. */
export const lastPriceChange = {
  discountPercentage: described(
    z.exactOptional(z.number()),
    'The discount in percent, with two decimals. Present only if the price fell.',
  ),
  isDiscounted: described(
    z.exactOptional(z.boolean()),
    'Whether the last change lowered the price.',
  ),
  lastPriceChangeAt: described(z.exactOptional(z.string()), 'When the price was changed.'),
};
