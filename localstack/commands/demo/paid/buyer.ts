import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Client } from '@willcall/client/checked';
import { answers, type DecidedPurchase } from '@willcall/contracts';
import type { DemoProvider, Payable } from './provider.ts';

/** What a buyer does with held tickets. Who `pays late` has a bank that takes the money when the hold has ended. */
export type Habit = 'pays' | 'pays late' | 'starts to pay' | 'leaves';

export type PaidBuyer = {
  readonly name: string;
  readonly token: string;
  readonly quantity: number;
  readonly habit: Habit;
  /** The number of requests that were refused with a record. The next one needs another key. */
  refusals: number;
};

/** A purchase whose tickets are held, or were. */
export type Hold = { readonly buyer: PaidBuyer; readonly location: string; payment?: Payable };

export type Asked =
  | { readonly kind: 'held'; readonly hold: Hold }
  /** All tickets are held: it is worth asking again. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'sold out' }
  | { readonly kind: 'unexpected'; readonly answer: string };

/** Asks for tickets once. @throws the signal's reason */
export const ask = async (
  client: Client,
  showId: string,
  buyer: PaidBuyer,
  signal: AbortSignal,
): Promise<Asked> => {
  const { name, token, quantity } = buyer;
  const holder = { name, email: `${name}@example.com` };
  try {
    const key = `demo-${showId}-${buyer.refusals}`;
    const accepted = await client.requestPurchase(
      { showId, quantity, holder },
      { key, token, signal },
    );
    const { status, reason } = await client.awaitDecision(accepted, {
      ...{ token, signal, pollMs: POLL_MS },
    });
    if (status === 'HELD') return { kind: 'held', hold: { buyer, location: accepted.location } };
    if (status === 'REJECTED') buyer.refusals += 1;
    return judge(reason ?? status);
  } catch (error) {
    if (signal.aborted || !(error instanceof ApiError)) throw error;
    return error.status === 409 ? judge(error.code ?? error.message) : judge(error.message);
  }
};

const judge = (answer: string): Asked => {
  if (answer === 'ALL_HELD') return { kind: 'waits' };
  return answer === 'SOLD_OUT' ? { kind: 'sold out' } : { kind: 'unexpected', answer };
};

/** Does with a hold what its buyer does. @throws ApiError, Error, or the signal's reason */
export const payHold = async (
  client: Client,
  provider: DemoProvider,
  hold: Hold,
  signal: AbortSignal,
): Promise<void> => {
  const { habit, token } = hold.buyer;
  if (habit === 'leaves') return;
  const purchaseId = hold.location.slice(hold.location.lastIndexOf('/') + 1);
  const { body: payment } = await client.call('startPayment', {
    path: { purchaseId },
    // Every answer is of the same payment. The wait of a 429 is added to the hold.
    isSafeToRepeat: true,
    ...{ token, signal },
  });
  hold.payment = payment;
  if (habit === 'pays') await provider.confirm(payment, 'pm_card_visa', signal);
  if (habit === 'pays late') await provider.confirm(payment, 'pm_card_processing', signal);
};

/** Milliseconds between two reads. */
const POLL_MS = 100;

/** Reads a purchase until it is as wanted. @throws the signal's reason */
export const awaitStatus = async (
  client: Client,
  { buyer: { token }, location }: Hold,
  isWanted: (status: DecidedPurchase['status']) => boolean | Promise<boolean>,
  signal: AbortSignal,
): Promise<DecidedPurchase['status']> => {
  for (;;) {
    const { body } = await client.send({ method: 'GET', path: location, token, signal });
    const { status } = answers.getPurchase.parse(body);
    if (status !== 'PENDING' && (await isWanted(status))) return status;
    await delay(POLL_MS, undefined, { signal });
  }
};
