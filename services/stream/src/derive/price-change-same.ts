import type { Money } from '@willcall/contracts';

/** Whether two prices are one: then nothing is told. */
export const isSamePrice = (a: Money | undefined, b: Money | undefined): boolean =>
  a?.amount === b?.amount && a?.currency === b?.currency;
