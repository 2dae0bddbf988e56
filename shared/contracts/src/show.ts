/** General admission, or tickets for named seats. */
export const seatings = ['GENERAL', 'RESERVED'] as const;
export type Seating = (typeof seatings)[number];

/** The largest capacity of a show. Counters and revenue stay exact integers far beyond it. */
export const MAX_CAPACITY = 1_000_000;

/** The most seats of one show. */
export const MAX_SEATS = 20_000;

/** The image types that a flyer may have: those that every browser displays. */
export const FLYER_CONTENT_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type FlyerContentType = (typeof FLYER_CONTENT_TYPES)[number];

/** 5 MiB: enough for a poster in print quality, and small enough for a page to load. */
export const MAX_FLYER_BYTES = 5 * 1024 * 1024;
