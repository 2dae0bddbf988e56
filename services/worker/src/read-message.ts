import { PurchaseMessage, parseJson } from '@willcall/contracts';
import { type PurchaseToDecide, parsePurchaseId } from '@willcall/domain';
import type { SQSRecord } from 'aws-lambda';
import { WorkerError } from './errors.ts';

/** A purchase from a batch. */
export type ArrivedPurchase = PurchaseToDecide & {
  readonly message: PurchaseMessage;
  /** The purchase key: the first 12 bytes of its id. */
  readonly key: string;
};

/** @throws WorkerError INVALID_MESSAGE with the names of the invalid fields, without their values. */
export function readMessage(record: Pick<SQSRecord, 'body'>): ArrivedPurchase {
  const parsed = PurchaseMessage.safeParse(parseJson(record.body));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || '(body)').join(', ');
    throw new WorkerError('INVALID_MESSAGE', `Not a purchase message: ${wrong}`);
  }
  const message = parsed.data;
  const id = parsePurchaseId(message.purchaseId);
  if (id === undefined) throw new WorkerError('INVALID_MESSAGE', 'Not a purchase id');
  return {
    message,
    key: id.key,
    userId: message.userId,
    quantity: message.quantity,
    seats: message.seats,
    requestedAt: message.requestedAt,
    hasCard: message.card !== undefined,
    hasExpiredCard: message.hasExpiredCard,
    expectedPrice: message.expectedPrice,
    expectedTotal: message.expectedTotal,
  };
}
