import { PurchaseMessage, parseJson } from '@willcall/contracts';
import type { SQSRecord } from 'aws-lambda';
import { type Contender, openRivalTables, type Place, type RivalTables } from './contender.ts';

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

/** Sells one message. It throws if the message must be delivered again. */
type Sell = (message: SQSRecord, place: Place, tables: RivalTables) => Promise<void>;

/** What all contenders other than willcall share: one stock item, and messages that are sold one by one. */
export const sellFromOneItem = (sell: Sell): Pick<Contender, 'batch' | 'show' | 'open'> => ({
  batch: 1,
  show: { stock: 'one item' },
  open(place, plugins) {
    const tables = openRivalTables(place, plugins);
    return async (records) => {
      const sold = records.map((record) => sell(record, place, tables));
      const outcomes = await Promise.allSettled(sold);
      return records
        .filter((_, index) => outcomes[index]?.status === 'rejected')
        .map(({ messageId }) => messageId);
    };
  },
});

/** Whether a conditional write of one item was refused. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
