import type Stripe from 'stripe';
import type { PlannedFaults } from './faults.ts';
import type { Keys } from './keys.ts';
import type { StepKind } from './store/agenda.ts';
import type { Store } from './store/open-store.ts';

/** The API version that the local Stripe speaks. It is the one of the SDK whose types its answers have. */
export const API_VERSION = '2026-10-28.endive' satisfies Stripe.LatestApiVersion;

/** One Stripe account in test mode. */
export type Account = {
  readonly store: Store;
  readonly keys: Keys;
  readonly faults: PlannedFaults;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** The address of this Stripe, for the page that authenticates a payment. */
  readonly endpoint: () => string;
  /** How long a step takes that Stripe carries out after its answer, in milliseconds. */
  readonly stepDelayMs: number;
};

/** What causes a change: a request, or a step of the account itself. */
export type Call = {
  readonly account: Account;
  readonly request: Stripe.Event['request'];
};

/** Returns seconds since 1970, in which Stripe gives every time. */
export const nowSeconds = ({ now }: Account): number => Math.floor(now() / 1_000);

/** Plans a step, which is carried out some time after the answer. */
export const planStep = ({ account }: Call, kind: StepKind, object: string): void =>
  account.store.agenda.addStep({ kind, object, dueAt: account.now() + account.stepDelayMs });

/** Returns the id of a field that a request can expand. */
export const idOf = (field: string | { readonly id: string } | null): string | undefined =>
  typeof field === 'string' ? field : field?.id;

/** Returns what must exist, because this account has made it. */
export const known = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`The local Stripe has lost ${what}`);
  return value;
};
