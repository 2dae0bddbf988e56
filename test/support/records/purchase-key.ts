import { known } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import { purchaseRecordKey } from '@willcall/store';

/** The key in a purchase id: what distinguishes it from the other purchases of its buyer. */
export const purchaseKeyOf = (purchaseId: string): string =>
  known(parsePurchaseId(purchaseId), 'valid purchase id').key;

/** The key of a purchase's record in the table. */
export const recordKeyOf = ({
  userId,
  purchaseId,
}: {
  readonly userId: string;
  readonly purchaseId: string;
}) => ({ userId, recordKey: purchaseRecordKey(purchaseKeyOf(purchaseId)) });
