import type { ReminderRecord } from '@willcall/store';
import type { PurchaseImage } from './purchase-image.ts';
import type { SeatImage } from './seat-image.ts';
import type { ShowImage } from './show-image.ts';

/** An item before and after: without `before` it was made, without `after` it was removed. */
export type ChangeOf<Image> = {
  readonly before?: Image | undefined;
  readonly after?: Image | undefined;
  /** When the table wrote it, to the second, ISO 8601: the same on every redelivery. */
  readonly recordedAt: string;
};

export type PurchaseChange = ChangeOf<PurchaseImage>;
export type ShowChange = ChangeOf<ShowImage>;
export type SeatChange = ChangeOf<SeatImage>;
export type ReminderChange = ChangeOf<ReminderRecord>;

/** What a record of a stream tells, by the table that it came from. */
export type Change =
  | ({ readonly kind: 'purchase' } & PurchaseChange)
  | ({ readonly kind: 'show' } & ShowChange)
  | ({ readonly kind: 'seat' } & SeatChange)
  | ({ readonly kind: 'reminder' } & ReminderChange)
  /** Of an item that nobody is told of: a ledger, the calendar, the position of the sweep. */
  | { readonly kind: 'bookkeeping' };
