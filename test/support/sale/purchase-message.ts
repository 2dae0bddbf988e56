import { randomUUID } from 'node:crypto';
import { PURCHASE_MESSAGE_VERSION, type PurchaseMessage } from '@willcall/contracts';
import { issuePurchaseId } from '@willcall/domain';

/** Of hand-made messages: nothing verifies their ids, so any key will do. */
const keys = { current: Buffer.alloc(32, 1) };

export type PurchaseWish = Partial<PurchaseMessage> & {
  readonly showId: string;
  readonly idempotencyKey?: string;
};

/** A message as `accept` would queue it: a buyer of their own, one ticket, a test card. */
export function purchaseMessage({
  idempotencyKey = randomUUID(),
  ...wish
}: PurchaseWish): PurchaseMessage {
  const asked = {
    userId: `buyer-${randomUUID()}`,
    quantity: 1,
    holder: { name: 'Ana', email: 'ana@example.com' },
    card: { brand: 'visa', last4: '4242' } as const,
    ...wish,
  };
  return {
    version: PURCHASE_MESSAGE_VERSION,
    purchaseId: issuePurchaseId({ userId: asked.userId, idempotencyKey }, asked, keys),
    requestedAt: new Date().toISOString(),
    correlationId: randomUUID(),
    ...asked,
  };
}
