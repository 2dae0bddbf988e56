import type { Cost } from './cost.ts';

/** One call of the code under test, with everything that the SDK did for it. */
export type MeteredCall = {
  /** The SDK's name, e.g. `TransactWriteItemsCommand`, also for DynamoDBDocumentClient. */
  readonly commandName: string;
  /** How often the SDK tried: 1 without a retry, 0 if the call failed above the retries. */
  readonly attempts: number;
  /** Units of all attempts, table by table (see `Cost`). */
  readonly costs: readonly Cost[];
};

export type CapacityTotals = {
  /** Calls by command name, e.g. `{ TransactWriteItemsCommand: 1 }`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly tables: Readonly<Record<string, { writeUnits: number; readUnits: number }>>;
};

/** Adds calls up. Units are write and read capacity units, indexes included. */
export const totalsOf = (calls: readonly MeteredCall[]): CapacityTotals => {
  const byName: Record<string, number> = {};
  const tables: Record<string, { writeUnits: number; readUnits: number }> = {};
  const all = { attempts: 0, writeUnits: 0, readUnits: 0 };
  for (const call of calls) {
    byName[call.commandName] = (byName[call.commandName] ?? 0) + 1;
    all.attempts += call.attempts;
    for (const cost of call.costs) {
      const table = tables[cost.table] ?? { writeUnits: 0, readUnits: 0 };
      tables[cost.table] = table;
      for (const sum of [all, table]) {
        sum.writeUnits += cost.writeUnits;
        sum.readUnits += cost.readUnits;
      }
    }
  }
  return { calls: byName, ...all, tables };
};
