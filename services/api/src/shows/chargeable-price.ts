import { type FieldError, MAX_TICKETS_PER_PURCHASE, type Money } from '@willcall/contracts';
import { findChargeFault, findChargeStep, formatMoney } from '@willcall/domain';

/**
 * Lists why the payment provider cannot take the money for a price, so that no purchase is held that nobody can pay. A
 * price is good if 1 to 8 tickets of it can be charged, alone or with free seats.
 *
 * @param payment of the show. A show without one charges nothing.
 */
export function findUnchargeable(
  { payment }: { readonly payment?: 'PROVIDER' | undefined },
  price: Money | undefined,
): readonly FieldError[] {
  if (payment === undefined || price === undefined) return [];
  const { currency } = price;
  const fault = findChargeFault(price, MAX_TICKETS_PER_PURCHASE);
  switch (fault?.kind) {
    case undefined:
      return [];
    case 'currency': {
      const message = `must be a currency that the payment provider charges, which ${currency} is not`;
      return [{ path: 'price.currency', message }];
    }
    case 'step':
      return toError(`a multiple of ${fault.step} in ${currency}`);
    case 'too-little': {
      const least = formatMoney({ amount: fault.least, currency });
      return toError(`0 or at least ${fault.least}: no payment is below ${least}`);
    }
    case 'too-much': {
      const tickets = `${MAX_TICKETS_PER_PURCHASE} tickets`;
      return toError(`at most ${fault.most}: one payment takes the money for up to ${tickets}`);
    }
  }
}

const toError = (rule: string): readonly FieldError[] => [
  { path: 'price.amount', message: `must be ${rule}` },
];

/** Lists why the payment provider cannot give back a price without this fee: it has no unit for the rest. */
export function findUnrefundable(
  refundFee: number | undefined,
  currency: string,
): readonly FieldError[] {
  const step = findChargeStep(currency);
  if (refundFee === undefined || refundFee % step === 0) return [];
  return [{ path: 'refundFee', message: `must be a multiple of ${step} in ${currency}` }];
}
