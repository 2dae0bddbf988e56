import type { LocalEndpoints } from '@willcall/localstack';
import type { CostLine } from './cost-line.ts';
import { measureDecisionCosts } from './decision-costs.ts';
import { measureHttpCosts } from './http-costs.ts';

/**
 * Counts what each step of a sale costs, from item sizes by AWS's published rules, on the local AWS:
 * the real functions, their real calls.
 */
export async function measureCosts(aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> {
  return [...(await measureHttpCosts(aws, stateFolder)), ...(await measureDecisionCosts(aws))];
}
