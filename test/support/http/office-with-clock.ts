import { openBoxOffice } from './box-office.ts';

export const DAY_MS = 24 * 60 * 60 * 1_000;

/** A stage whose functions have a clock that a test can set forward, so that a show begins. */
export async function openOfficeWithClock() {
  let aheadMs = 0;
  const clock = (): Date => new Date(Date.now() + aheadMs);
  const office = await openBoxOffice({ seams: { clock } });
  return {
    ...office,
    inDays: (days: number): string => new Date(clock().getTime() + days * DAY_MS).toISOString(),
    letDaysPass: (days: number): void => {
      aheadMs += days * DAY_MS;
    },
    remove: (path: string) => office.send({ method: 'DELETE', path, token: office.adminToken }),
  };
}
export type OfficeWithClock = Awaited<ReturnType<typeof openOfficeWithClock>>;
