import { functionName, type StageName, type TableId, tableName } from '@willcall/topology';
import type { AccountLimits } from '../model/deployed-limits.ts';
import { explainUnchecked } from './check-account.ts';
import type { InspectedAccount, InspectedThroughput } from './inspected-account.ts';

/** The tables that a sale writes to or reads. */
const SALE_TABLES = [
  'shows',
  'stock',
  'journal',
  'purchases',
] as const satisfies readonly TableId[];

type AskedAccount = Pick<
  InspectedAccount,
  'region' | 'concurrency' | 'reservedBy' | 'warmThroughput'
>;

/**
 * Asks an account what it allows a stage in a sale. What the credentials do not allow to ask is printed,
 * and AWS's default is used instead.
 *
 * @throws errors of the SDK, except for a missing permission
 */
export async function readAccountLimits(
  account: AskedAccount,
  stage: StageName,
  print: (line: string) => void,
): Promise<AccountLimits> {
  const ask = async <T>(states: string, permissions: readonly string[], work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      print(`--  not checked: ${explainUnchecked(error, states, permissions)}`);
      return undefined;
    }
  };
  const concurrency = await ask(
    'Lambda has the executions that the sale needs',
    ['lambda:GetAccountSettings', 'lambda:GetFunctionConcurrency'],
    async () => {
      const { unreserved } = await account.concurrency();
      // What other functions have reserved is not for this sale.
      return unreserved + (await account.reservedBy(functionName(stage, 'worker')));
    },
  );
  const tableRates: Partial<Record<TableId, InspectedThroughput>> = {};
  for (const table of SALE_TABLES) {
    const name = tableName(stage, table);
    const warm = await ask(`table ${name} is warm enough`, ['dynamodb:DescribeTable'], () =>
      account.warmThroughput(name),
    );
    if (warm !== undefined) tableRates[table] = warm;
  }
  return {
    region: account.region,
    tableRates,
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}
