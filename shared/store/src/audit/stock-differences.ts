import type { BucketCounters } from '../stock/bucket-record.ts';
import type { AuditDifference } from './audit-difference.ts';

/** A show's books at one instant. */
export type StockBooks = {
  readonly capacity: number;
  readonly stock: readonly BucketCounters[];
};

/** One of the counters, over all buckets. */
export const sumOf = (stock: readonly BucketCounters[], counter: keyof BucketCounters): number =>
  stock.reduce((sum, bucket) => sum + bucket[counter], 0);

/** What is wrong with the stock alone, whatever happens to it meanwhile; none when it is sound. */
export function stockDifferences({ capacity, stock }: StockBooks): AuditDifference[] {
  return [...wrongCapacity(capacity, stock), ...negativeCounters(stock)];
}

function wrongCapacity(capacity: number, stock: readonly BucketCounters[]): AuditDifference[] {
  const left = sumOf(stock, 'available');
  const sold = sumOf(stock, 'sold');
  if (left + sold === capacity) return [];
  const message = `Stock left ${left} + sold ${sold} = ${left + sold}, but the capacity is ${capacity}.`;
  return [{ code: 'CAPACITY', message }];
}

function negativeCounters(stock: readonly BucketCounters[]): AuditDifference[] {
  const ofBuckets = stock.flatMap((bucket, index) =>
    (['available', 'sold'] as const)
      .filter((counter) => bucket[counter] < 0)
      .map((counter) => `Bucket ${index} counts ${counter} ${bucket[counter]}.`),
  );
  // A return may go to another bucket than its sale came from: of money, only the sum says something.
  const revenue = sumOf(stock, 'revenue');
  const ofMoney = revenue < 0 ? [`The buckets' revenue adds up to ${revenue}.`] : [];
  return [...ofBuckets, ...ofMoney].map((message) => ({ code: 'NEGATIVE_COUNTER', message }));
}
