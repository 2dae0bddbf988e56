import type { Observability } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import type { FindPurchase } from './found-purchase.ts';

/** What cancelling, changing and deleting need from outside. */
export type PurchaseDependencies = Omit<FindPurchase, 'store'> & {
  readonly store: Store;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
} & Pick<Observability, 'log' | 'measure'>;
