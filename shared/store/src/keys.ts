/** Table keys, in one place. The attribute names are those of `infra`'s table definitions. */

/** The partition key of one bucket of a show's stock: each bucket a partition of its own. */
export const bucketKey = (showId: string, bucket: number): string => `${showId}#${bucket}`;

/** The sort key of a purchase below its buyer: `P#` and the first 12 bytes of its id. */
export const purchaseRecordKey = (purchaseKey: string): string => `P#${purchaseKey}`;

/** The sort key of a buyer's ledger for a show, below that buyer. */
export const ledgerKey = (showId: string): string => `S#${showId}`;

/** The partition of the by-start index: the month in which a show starts, e.g. `2031-06`. */
export const startMonth = (startsAt: string): string =>
  new Date(startsAt).toISOString().slice(0, 7);

/** The sort key of the by-start index: unique, and in the order of starting. */
export const startKey = (startsAt: string, showId: string): string =>
  `${new Date(startsAt).toISOString()}#${showId}`;

/** The item of the Shows table that tells which months have shows, so that lists need no scan. Like all that are no shows it begins with `#`. */
export const CALENDAR_KEY = '#calendar';
