/** General admission, or tickets for named seats. */
export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/**
 * How a show is paid. `NONE`: a purchase is sold at once, and nothing is charged. `PROVIDER`: its tickets are held
 * until a payment provider has taken the money.
 */
export const payments = ['NONE', 'PROVIDER'] as const;

/** Seconds for which a show may hold tickets for a buyer who pays. */
export const MIN_HOLD_SECONDS = 300;
export const MAX_HOLD_SECONDS = 3_600;
/** If the show does not say it. */
export const DEFAULT_HOLD_SECONDS = 600;

/** How long before its start a show can end cancellations of paid purchases at the earliest: 365 days. */
export const MAX_REFUND_UNTIL_SECONDS = 365 * 24 * 60 * 60;

/** The largest capacity of a show. Counters and revenue stay exact integers far beyond it. */
export const MAX_CAPACITY = 1_000_000;

/** The most seats of one show. */
export const MAX_SEATS = 20_000;

/** The image types that a flyer may have: those that every browser displays. */
export const FLYER_CONTENT_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type FlyerContentType = (typeof FLYER_CONTENT_TYPES)[number];

/** 5 MiB: enough for a poster in print quality, and small enough for a page to load. */
export const MAX_FLYER_BYTES = 5 * 1024 * 1024;
