export { stageConfigurations } from '../configuration/stages.ts';
export { adviseAgainst, nameBottleneck } from './advice.ts';
export type { Bottleneck, BoundShare } from './bottlenecks.ts';
export { type Cancellation, type CancellationResult, cancelSimulatedShow } from './cancel-show.ts';
export { type Constant, constants } from './constants.ts';
export { type DeployedLimits, findLimits } from './deployed-limits.ts';
export { findBinding, runSale, type Sale, type SaleResult } from './run-sale.ts';
export { priceSale, type SaleCost } from './sale-cost.ts';
export {
  type Conflicts,
  conflictRate,
  measureConflicts,
  type ShardChoice,
  shardChoices,
} from './sweep-shards.ts';
