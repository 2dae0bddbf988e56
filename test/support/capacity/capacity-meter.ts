import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { attemptOutcome, type Cost, measureAttempt } from './attempt-cost.ts';
import { operationOf } from './operation.ts';
import type { SdkContext, SdkMiddleware, SdkPlugin } from './sdk-plugin.ts';
import { createSerialQueue } from './serial-queue.ts';
import { createTableReader } from './table-reader.ts';

export type CapacityMeter = {
  /** For the middleware stack of a DynamoDBClient or DynamoDBDocumentClient. */
  readonly plugin: SdkPlugin;
  /** Every call since the last reset, in order. */
  calls(): readonly MeteredCall[];
  /** The totals of these calls. */
  totals(): CapacityTotals;
  /** The totals of the calls made during `work`. */
  during(work: () => Promise<unknown>): Promise<CapacityTotals>;
  reset(): void;
};

type OpenCall = { readonly commandName: string; attempts: number; readonly costs: Cost[] };

/**
 * Counts the calls and capacity units of a DynamoDB client from item sizes, by AWS's published
 * rules. DynamoDB Local's own ConsumedCapacity is wrong for transactions.
 *
 * A call is what the code under test sent. An attempt is one try of the SDK. Each attempt has its
 * own cost: a transaction that is repeated with its ClientRequestToken costs reads. Units count for
 * what the service executed, even when fault injection then lost the reply. An attempt that was not
 * answered, throttled or invalid costs nothing.
 *
 * The meter reads each item before and after each attempt with its own client, made from `config`
 * (endpoint, region, credentials). To keep both reads with their attempt, metered attempts run one
 * after the other. Meter code whose cost is asserted, never a race or a load, and let no other
 * client write to the same items.
 *
 * @example
 * const meter = createCapacityMeter({ endpoint, region, credentials });
 * client.middlewareStack.use(meter.plugin);
 * const { calls, writeUnits } = await meter.during(() => worker(batchOfTen));
 * expect({ calls, writeUnits }).toEqual({ calls: { TransactWriteItemsCommand: 1 }, writeUnits: 22
 * });
 */
export const createCapacityMeter = (config: DynamoDBClientConfig): CapacityMeter => {
  const reader = createTableReader(config);
  const inTurn = createSerialQueue();
  const executed = new Set<string | SdkContext>();
  const openCalls = new WeakMap<SdkContext, OpenCall>();
  let calls: OpenCall[] = [];

  const open: SdkMiddleware = (next, context) => (args) => {
    const call = { commandName: context.commandName ?? 'unknown', attempts: 0, costs: [] };
    calls.push(call);
    openCalls.set(context, call);
    return next(args);
  };

  const countAttempt: SdkMiddleware = (next, context) => (args) => {
    const call = openCalls.get(context);
    if (call !== undefined) call.attempts += 1;
    return next(args);
  };

  const measure: SdkMiddleware = (next, context) => (args) =>
    inTurn(async () => {
      const operation = operationOf(context.commandName ?? 'unknown', args.input);
      const costOf = await measureAttempt(operation, reader);
      const reply = next(args);
      const outcome = await attemptOutcome(reply, { operation, context, executed });
      openCalls.get(context)?.costs.push(...(await costOf(outcome)));
      return reply;
    });

  return {
    plugin: {
      applyToStack(stack) {
        stack.add(open, { step: 'initialize', priority: 'high' });
        stack.add(countAttempt, { step: 'finalizeRequest' });
        stack.add(measure, { step: 'deserialize', priority: 'high' });
      },
    },
    calls: () => calls,
    totals: () => totalsOf(calls),
    during: async (work) => {
      const already = calls.length;
      await work();
      return totalsOf(calls.slice(already));
    },
    reset: () => {
      calls = [];
    },
  };
};

/** One call of the code under test, with every attempt of the SDK. */
type MeteredCall = {
  /**
   * The command name of the SDK, for example `TransactWriteItemsCommand`, also for
   * DynamoDBDocumentClient.
   */
  readonly commandName: string;
  /** Number of attempts: 1 without a retry, 0 if the call failed above the retries. */
  readonly attempts: number;
  /** Units of all attempts, per table (see `Cost`). */
  readonly costs: readonly Cost[];
};

export type CapacityTotals = {
  /** Calls by command name, for example `{ TransactWriteItemsCommand: 1 }`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly tables: Readonly<Record<string, { writeUnits: number; readUnits: number }>>;
};

/** Adds up calls. Units are write and read capacity units, including indexes. */
const totalsOf = (calls: readonly MeteredCall[]): CapacityTotals => {
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
