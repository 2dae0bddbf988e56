import type { StockView } from '@willcall/domain';
import { readStock, type ShowRecord } from '@willcall/store';
import type { DecisionDependencies } from './dependencies.ts';

/** A consistent look at all buckets of a show. */
export async function lookAtStock(
  show: ShowRecord,
  { store, measure }: Pick<DecisionDependencies, 'store' | 'measure'>,
): Promise<StockView> {
  measure.count('StockLooks');
  const buckets = await readStock(store, show);
  return { kind: 'seen', left: buckets.map(({ available }) => available) };
}
