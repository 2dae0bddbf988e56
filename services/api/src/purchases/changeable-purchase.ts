import type { FindPurchase, Observability } from '@willcall/lambda';
import type { ConfirmedPurchase, PurchaseRecord, Store } from '@willcall/store';

/** Dependencies of cancelling, changing and erasing a purchase. */
export type PurchaseDependencies = Omit<FindPurchase, 'store'> & {
  readonly store: Store;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
} & Pick<Observability, 'log' | 'measure'>;

export const isConfirmed = (record: PurchaseRecord | undefined): record is ConfirmedPurchase =>
  record?.status === 'CONFIRMED';

/** Whether a show has started. Its purchases can then no longer be cancelled or changed. */
export const hasBegun = ({ startsAt }: { readonly startsAt: string }, now: Date): boolean =>
  Date.parse(startsAt) <= now.getTime();
