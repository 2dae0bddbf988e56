import type { Log, Measure } from '@willcall/lambda';
import type { ChangeSeams, Store } from '@willcall/store';
import type { PaymentProvider } from '../provider/payment-provider.ts';

/** What working on payment tasks needs. */
export type TaskDependencies = ChangeSeams & {
  readonly store: Store<'shows' | 'stock' | 'journal' | 'seats' | 'purchases' | 'due-payments'>;
  /** With the share of the calls for holds that end or are settled. */
  readonly provider: PaymentProvider;
  /** With the share of the calls for refunds, so that those of a large show hold up nothing else. */
  readonly refunding: PaymentProvider;
  /** The stage in the metadata of its intents. Those of other stages are left alone. */
  readonly stage: string;
  readonly log: Log;
  readonly measure: Measure;
};
