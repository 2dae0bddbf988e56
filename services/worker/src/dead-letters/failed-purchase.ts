import { PURCHASE_MESSAGE_VERSION, PurchaseMessage, parseJson } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import { type PurchaseRecord, purchaseRecordKey } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';

const { shape } = PurchaseMessage;

/** A field that is taken when it can be read, and is nothing otherwise. */
const optionalField = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/**
 * What makes a purchase recordable: whose it is and which. A message of another version is none:
 * what its fields mean is known to another release, which may still decide it.
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
  /** The first 12 bytes of its id: what it is recorded by, within its buyer. */
  readonly key: string;
};

/** Whatever can be read of a message's body, or undefined when it cannot be told whose it is. */
export function identifyPurchase(body: string): IdentifiedPurchase | undefined {
  const { data } = Identified.safeParse(parseJson(body));
  const id = data && parsePurchaseId(data.purchaseId);
  return data && id && { ...data, key: id.key };
}

/**
 * The record of a purchase that is given up, with what is known of it. SQS stands in for the message:
 * when it was sent is when it was requested, within the time that `accept` takes, or when it became a
 * dead letter; its id leads to the log.
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
