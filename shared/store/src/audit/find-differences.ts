import type { BucketCounters } from '../stock/read-stock.ts';
import type { PurchaseTotals } from './purchase-totals.ts';

/** Something that does not add up: a stable code, and a sentence for people. */
export type AuditDifference = {
  readonly code:
    | 'CAPACITY'
    | 'NEGATIVE_COUNTER'
    | 'SOLD_COUNTER'
    | 'REVENUE_COUNTER'
    /** Tickets changed hands while the records were read: no sum would prove anything. */
    | 'STOCK_MOVED';
  readonly message: string;
};

/** What an audit has read of a show. */
export type Books = {
  readonly capacity: number;
  readonly stockBefore: readonly BucketCounters[];
  /** Read again after the purchases. */
  readonly stockAfter: readonly BucketCounters[];
  readonly purchases: Pick<PurchaseTotals, 'tickets' | 'revenue'>;
};

/** Every way in which stock and purchases of a show contradict each other; none when they agree. */
export function findDifferences(books: Books): AuditDifference[] {
  if (hasMoved(books)) return [stockMoved, ...negativeCounters(books)];
  return [
    ...wrongCapacity(books),
    ...negativeCounters(books),
    ...wrongCounter('SOLD_COUNTER', 'sold tickets', total(books, 'sold'), books.purchases.tickets),
    ...wrongCounter('REVENUE_COUNTER', 'revenue', total(books, 'revenue'), books.purchases.revenue),
  ];
}

const stockMoved: AuditDifference = {
  code: 'STOCK_MOVED',
  message: 'The stock changed while the purchases were read: audit again in a quiet moment.',
};

const total = ({ stockAfter }: Books, counter: keyof BucketCounters): number =>
  stockAfter.reduce((sum, bucket) => sum + bucket[counter], 0);

const hasMoved = ({ stockBefore, stockAfter }: Books): boolean =>
  stockAfter.some((bucket, index) => {
    const before = stockBefore[index];
    return before?.available !== bucket.available || before.sold !== bucket.sold;
  });

function wrongCapacity(books: Books): AuditDifference[] {
  const left = total(books, 'available');
  const { capacity, purchases } = books;
  if (left + purchases.tickets === capacity) return [];
  const message = `Stock left ${left} + tickets in confirmed purchases ${purchases.tickets} = ${left + purchases.tickets}, but the capacity is ${capacity}.`;
  return [{ code: 'CAPACITY', message }];
}

function negativeCounters({ stockAfter }: Books): AuditDifference[] {
  return stockAfter.flatMap((bucket, index) =>
    (['available', 'sold', 'revenue'] as const)
      .filter((counter) => bucket[counter] < 0)
      .map((counter) => ({
        code: 'NEGATIVE_COUNTER' as const,
        message: `Bucket ${index} counts ${counter} ${bucket[counter]}.`,
      })),
  );
}

function wrongCounter(
  code: AuditDifference['code'],
  what: string,
  counted: number,
  recorded: number,
): AuditDifference[] {
  if (counted === recorded) return [];
  const message = `The counters say ${what} ${counted}, the confirmed purchases add up to ${recorded}.`;
  return [{ code, message }];
}
