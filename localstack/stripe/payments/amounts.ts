import { refuse } from '../http/stripe-failure.ts';

/**
 * The least amount of a charge, in the currency's minor unit, for an account that settles in that
 * currency. Source: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
const LEAST: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  ars: 50,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  cop: 50,
  czk: 1_500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  idr: 50,
  ils: 50,
  inr: 50,
  jpy: 50,
  krw: 50,
  mxn: 1_000,
  myr: 200,
  nok: 300,
  nzd: 50,
  php: 50,
  pln: 200,
  ron: 200,
  rub: 50,
  sek: 300,
  sgd: 50,
  thb: 1_000,
  zar: 50,
};

/** Twelve digits for most cards. American Express takes nine, which is not checked here. Source: as above. */
const MOST = 999_999_999_999;

const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/** Currencies without a minor unit, of which Stripe takes amounts as if they had two decimals. */
const WHOLE = new Set('isk ugx'.split(' '));

/** Source: https://docs.stripe.com/currencies#special-cases */
const multipleOf = (currency: string): number => {
  if (WHOLE.has(currency)) return 100;
  return THREE_DECIMAL.has(currency) ? 10 : 1;
};

/** Currencies without a minor unit. Source: https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);

/** The ISO codes that Node knows. Stripe supports fewer. */
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/**
 * Refuses an amount that Stripe does not charge.
 * @throws StripeFailure amount_too_small, amount_too_large or parameter_invalid_integer
 */
export const checkAmount = (amount: number, currency: string): void => {
  if (!CURRENCIES.has(currency)) {
    throw refuse('Invalid currency. Use the code of ISO 4217 in lowercase, such as usd.', {
      param: 'currency',
    });
  }
  if (amount < 1) {
    throw refuse('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
  const least = LEAST[currency] ?? 1;
  if (amount < least) {
    throw refuse(`Amount must be at least ${formatAmount(least, currency)} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  if (amount > MOST) {
    throw refuse(`Amount must be no more than ${formatAmount(MOST, currency)} ${currency}`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  }
  const multiple = multipleOf(currency);
  if (amount % multiple !== 0) {
    throw refuse(`Invalid amount: amounts in ${currency} must be multiples of ${multiple}.`, {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
};

/** Formats an amount for a sentence: `$0.50`. */
export const formatAmount = (amount: number, currency: string): string => {
  const value = amount / 10 ** decimalsOf(currency);
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(value);
};

const decimalsOf = (currency: string): number => {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
};
