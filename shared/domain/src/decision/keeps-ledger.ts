/** Whether a show keeps a ledger for each of its buyers: it does when it limits what one may buy. */
export const keepsLedger = (show: {
  readonly maxTicketsPerBuyer?: number | undefined;
  readonly onePurchaseAtATime?: boolean | undefined;
}): boolean => show.maxTicketsPerBuyer !== undefined || show.onePurchaseAtATime === true;
