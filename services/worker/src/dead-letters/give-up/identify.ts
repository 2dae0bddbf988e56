import { PURCHASE_MESSAGE_VERSION, PurchaseMessage } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import * as z from 'zod';

const { shape } = PurchaseMessage;

/** A field that is taken when it can be read, and is nothing otherwise. */
const readable = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/**
 * What makes a purchase recordable: whose it is and which. A message of another version is none:
 * what its fields mean is known to another release, which may still decide it.
 */
const Identified = z.object({
  version: z.literal(PURCHASE_MESSAGE_VERSION),
  purchaseId: shape.purchaseId,
  userId: shape.userId,
  showId: readable(shape.showId),
  quantity: readable(shape.quantity),
  holder: readable(shape.holder),
  card: readable(shape.card),
  requestedAt: readable(shape.requestedAt),
  correlationId: readable(shape.correlationId),
});

export type IdentifiedPurchase = z.infer<typeof Identified> & {
  /** The first 12 bytes of its id: what it is recorded by, within its buyer. */
  readonly key: string;
};

/** Whatever can be read of a message's body, or undefined when it cannot be told whose it is. */
export function identify(body: string): IdentifiedPurchase | undefined {
  const { data } = Identified.safeParse(parseJson(body));
  const id = data && parsePurchaseId(data.purchaseId);
  return data && id && { ...data, key: id.key };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
