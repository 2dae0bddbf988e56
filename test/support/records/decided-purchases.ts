import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from '@willcall/store';

type DecidedPurchases = {
  readonly count: number;
  readonly userId: (index: number) => string;
  readonly showId?: string;
};

const PURCHASES_PER_CALL = 25;
const CONCURRENT_CALLS = 8;

/** Stores confirmed purchases of a usual size, about 380 bytes, as they are after their decision. */
export async function putDecidedPurchases(
  { documents, tables }: Pick<Store<'purchases'>, 'documents' | 'tables'>,
  { count, userId, showId = 'hamlet' }: DecidedPurchases,
): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const putInTurn = async () => {
    for (let part = indexes.splice(0, PURCHASES_PER_CALL); part.length > 0; ) {
      const writes = part.map((index) => ({
        PutRequest: { Item: makePurchase(index, userId(index), showId) },
      }));
      const request = { RequestItems: { [tables.purchases]: writes } };
      const { UnprocessedItems = {} } = await documents.send(new BatchWriteCommand(request));
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('Some items were not written');
      part = indexes.splice(0, PURCHASES_PER_CALL);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_CALLS }, putInTurn));
}

const DECIDED_AT = '2031-05-01T08:00:00.000Z';

function makePurchase(index: number, userId: string, showId: string) {
  const key = `${index}`.padStart(16, '0');
  return {
    userId,
    recordKey: `P#${key}`,
    purchaseId: `${key}AZaz09-_AZaz09-_`,
    showId,
    status: 'CONFIRMED',
    quantity: 2,
    from: [[0, 2]],
    total: { amount: 3_198, currency: 'EUR' },
    holder: { name: 'Ana', email: 'ana@example.com' },
    card: { brand: 'visa', last4: '4242' },
    requestedAt: DECIDED_AT,
    decidedAt: DECIDED_AT,
    correlationId: '00000000-0000-4000-8000-000000000000',
  };
}
