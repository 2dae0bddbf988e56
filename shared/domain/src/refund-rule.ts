/** How a show gives money back to a buyer who cancels. It is fixed when the show is made. */
export type RefundRule = {
  readonly startsAt: string;
  /** What is kept of each ticket, in minor units. Default: nothing. */
  readonly refundFee?: number | undefined;
  /** Until how long before the start a buyer can cancel a paid purchase. Default: until the start. */
  readonly refundUntilSeconds?: number | undefined;
};

/** Until when a buyer can cancel a paid purchase. ISO 8601. */
export const cancellableUntil = ({ startsAt, refundUntilSeconds = 0 }: RefundRule): string =>
  new Date(Date.parse(startsAt) - refundUntilSeconds * 1_000).toISOString();

/** What goes back of a paid purchase, in minor units: the total without the fee of each ticket, and never less than 0. */
export const computeRefund = (
  total: number,
  { quantity, fee }: { readonly quantity: number; readonly fee: number },
): number => Math.max(0, total - fee * quantity);
