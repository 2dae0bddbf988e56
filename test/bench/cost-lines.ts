import type { LocalEndpoints } from '@willcall/localstack';
import type { CostLine } from './cost-line.ts';
import { costOfDecisions } from './cost-of-decisions.ts';
import { costOfHttp } from './cost-of-http.ts';

/**
 * Counts what each step of a sale costs, from item sizes by AWS's published rules, on the local AWS:
 * the real functions, their real calls.
 */
export async function costLines(aws: LocalEndpoints, stateFolder?: string): Promise<CostLine[]> {
  return [...(await costOfHttp(aws, stateFolder)), ...(await costOfDecisions(aws))];
}
