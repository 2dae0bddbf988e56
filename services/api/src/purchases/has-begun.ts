/** Whether a show has begun: from then on its purchases are neither cancelled nor changed. */
export const hasBegun = ({ startsAt }: { readonly startsAt: string }, now: Date): boolean =>
  Date.parse(startsAt) <= now.getTime();
