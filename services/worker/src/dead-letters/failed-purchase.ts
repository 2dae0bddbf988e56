import { PURCHASE_MESSAGE_VERSION, PurchaseMessage, parseJson } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import { type PurchaseRecord, purchaseRecordKey } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';

const { shape } = PurchaseMessage;

/** A field that is undefined if it cannot be read. */
const optionalField = <S extends z.ZodMiniType>(schema: S) =>
  z.catch(z.optional(schema), undefined);

/**
 * The minimum to record a purchase: its buyer and its id. A message of another version does not match,
 * because another release knows its fields and may still decide it.
 */
const Identified = z.object({
  version: z.literal(PURCHASE_MESSAGE_VERSION),
  purchaseId: shape.purchaseId,
  userId: shape.userId,
  showId: optionalField(shape.showId),
  quantity: optionalField(shape.quantity),
  holder: optionalField(shape.holder),
  card: optionalField(shape.card),
  requestedAt: optionalField(shape.requestedAt),
  correlationId: optionalField(shape.correlationId),
});

type IdentifiedPurchase = z.infer<typeof Identified> & {
  /** The purchase key: the first 12 bytes of its id. */
  readonly key: string;
};

/** Reads as many fields of a message body as possible. Undefined without a buyer or a purchase id. */
export function identifyPurchase(body: string): IdentifiedPurchase | undefined {
  const { data } = Identified.safeParse(parseJson(body));
  const id = data && parsePurchaseId(data.purchaseId);
  return data && id && { ...data, key: id.key };
}

/**
 * Creates the FAILED record of a purchase from its readable fields. SQS supplies the missing ones: the
 * sent time replaces the request time (it is close to it, or the time at which the message became a dead
 * letter), and the message id replaces the correlation id.
 */
export function createFailedRecord(
  { userId, purchaseId, key, showId, quantity, holder, card, ...rest }: IdentifiedPurchase,
  { messageId, attributes }: Pick<SQSRecord, 'messageId' | 'attributes'>,
  decidedAt: string,
): PurchaseRecord {
  return {
    userId,
    recordKey: purchaseRecordKey(key),
    purchaseId,
    status: 'FAILED',
    ...(showId === undefined ? {} : { showId }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(holder === undefined ? {} : { holder }),
    ...(card === undefined ? {} : { card }),
    requestedAt: rest.requestedAt ?? new Date(Number(attributes.SentTimestamp)).toISOString(),
    decidedAt,
    correlationId: rest.correlationId ?? messageId,
  };
}
