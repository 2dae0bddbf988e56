import type { SaleFacts } from './collect-facts.ts';

type NamedHolder = {
  /** For a sentence: `the CANCELLED purchase X`. */
  readonly description: string;
  readonly purchaseId?: string;
  readonly userId?: string;
};

/** `purchaseRef`: the length of the user id, the user id, the record's key. */
const REF = /^(?<length>\d+)#(?<rest>.*)$/s;

/** Whom a seat's `heldBy` names, as far as it is known. */
export function holderOf(heldBy: string, holders: SaleFacts['holders']): NamedHolder {
  const { length, rest } = REF.exec(heldBy)?.groups ?? {};
  const userId = rest?.slice(0, Number(length));
  const buyer = userId === undefined ? {} : { userId };
  const holder = holders.get(heldBy);
  if (holder !== undefined) {
    const { purchaseId, status } = holder;
    return { description: `the ${status} purchase ${purchaseId}`, purchaseId, ...buyer };
  }
  const whose = userId === undefined ? '' : ` of ${userId}`;
  return { description: `a purchase${whose} that this show does not have`, ...buyer };
}
