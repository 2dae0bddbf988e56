import { PurchaseMessage, parseJson } from '@willcall/contracts';
import type { SQSRecord } from 'aws-lambda';
import type { Place, Seller } from './contender.ts';

/**
 * Makes the purchase record of a contender other than willcall. It holds what willcall's record holds.
 *
 * @param status as each contender names it.
 */
export const makeRecord = ({ body }: Pick<SQSRecord, 'body'>, status: string, place: Place) => {
  const { version: _, purchaseId, userId, ...asked } = PurchaseMessage.parse(parseJson(body));
  return {
    userId,
    // The same purchase has the same key, so that a message that is delivered again is recognised.
    recordKey: `P#${purchaseId}`,
    purchaseId,
    ...asked,
    status,
    decidedAt: place.openedAt,
  };
};

/** Sells each message of a batch by itself. One that fails is delivered again. */
export const sellEach =
  (sell: (record: SQSRecord) => Promise<void>): Seller =>
  async (records) => {
    const outcomes = await Promise.allSettled(records.map(sell));
    return records
      .filter((_, index) => outcomes[index]?.status === 'rejected')
      .map(({ messageId }) => messageId);
  };

/** Whether a conditional write of one item was refused. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
