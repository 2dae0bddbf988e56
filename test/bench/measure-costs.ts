import type { LocalEndpoints } from '@willcall/localstack';
import { listCancellationCosts } from './cancellation-cost.ts';
import type { CostLine } from './cost-line.ts';
import { measureDecisionCosts } from './decision-costs.ts';
import { measureHoldCosts } from './hold-costs.ts';
import { measureHttpCosts } from './http-costs.ts';
import { measureLiveCosts } from './live-costs.ts';
import { measurePaymentCosts } from './payment-costs.ts';
import { listSalesCosts } from './sales-costs.ts';
import { listShowCosts } from './show-costs.ts';

/**
 * Measures the cost of each step of a sale. The real functions make their real calls to the local AWS,
 * and units are computed from item sizes by AWS's published rules.
 */
export async function measureCosts(aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> {
  return [
    ...(await measureHttpCosts(aws, stateFolder)),
    ...(await measureDecisionCosts(aws)),
    ...(await measureHoldCosts(aws)),
    ...(await measurePaymentCosts(aws)),
    ...(await measureLiveCosts(aws, stateFolder)),
    ...(await listShowCosts(aws)),
    ...(await listCancellationCosts(aws)),
    ...(await listSalesCosts(aws)),
  ];
}
