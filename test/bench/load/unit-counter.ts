import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { failedWriteUnits, readUnits, writeUnits } from '../../support/capacity/capacity-units.ts';
import { itemSize } from '../../support/capacity/item-size.ts';
import { type Operation, operationOf } from '../../support/capacity/operation.ts';
import type { SdkPlugin } from '../../support/capacity/sdk-plugin.ts';

export type CallTotals = {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Requests, with the SDK's retries. */
  readonly calls: number;
  /** TransactWriteItems requests, and those of them that were cancelled. */
  readonly transactions: number;
  readonly cancelled: number;
  /** Requests that another transaction on the same item got in the way of. */
  readonly conflicts: number;
};

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const NOTHING: CallTotals = {
  writeUnits: 0,
  readUnits: 0,
  calls: 0,
  transactions: 0,
  cancelled: 0,
  conflicts: 0,
};

/** Errors of a write that was executed up to its condition, and costs units. */
const REFUSED = ['ConditionalCheckFailedException', 'TransactionCanceledException'];

/**
 * Counts the requests of several clients and their capacity units under load, where the meter of
 * `npm run cost` would let one wait for the other. It uses the same rules, from what a request says: the
 * size of an item that is put, and one unit for an item that is updated, because the tables of the bench
 * hold no item over 1 KB that a sale updates. DynamoDB Local's own ConsumedCapacity is wrong for
 * transactions. A test compares the two counts.
 */
export function createUnitCounter(): {
  readonly plugin: SdkPlugin;
  totals(): CallTotals;
  reset(): void;
} {
  let totals: Mutable<CallTotals> = { ...NOTHING };
  const count = (operation: Operation, error: unknown): void => {
    const name = error instanceof Error ? error.name : '';
    const isRefused = REFUSED.includes(name);
    totals.calls += 1;
    if (isConflict(error)) totals.conflicts += 1;
    if (operation.kind === 'write' && operation.mode === 'transactional') {
      totals.transactions += 1;
      if (isRefused) totals.cancelled += 1;
    }
    // What AWS rejects, or does not answer, costs nothing.
    if (error !== undefined && !isRefused) return;
    if (operation.kind === 'write') {
      totals.writeUnits += operation.items.reduce(
        (sum, { keyOrItem }) => sum + unitsOfItem(itemSize(keyOrItem), operation.mode, isRefused),
        0,
      );
    } else if (operation.kind === 'read') {
      // One unit for each item of at most 4 KB, whether it exists or not.
      totals.readUnits += operation.items.reduce((sum, { mode }) => sum + readUnits(0, mode), 0);
    } else if (operation.kind !== 'free') {
      throw new Error(`The bench has no rule for a ${operation.kind}.`);
    }
  };
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName = 'unknown' }) =>
            async (args) => {
              const operation = operationOf(commandName, args.input);
              try {
                const reply = await next(args);
                count(operation, undefined);
                return reply;
              } catch (error) {
                count(operation, error);
                throw error;
              }
            },
          { step: 'finalizeRequest', priority: 'low' },
        );
      },
    },
    totals: () => ({ ...totals }),
    reset: () => {
      totals = { ...NOTHING };
    },
  };
}

const unitsOfItem = (
  bytes: number,
  mode: 'standard' | 'transactional',
  isRefused: boolean,
): number =>
  isRefused ? failedWriteUnits(0, mode) : writeUnits({ before: 0, after: bytes }, mode);

const isConflict = (error: unknown): boolean =>
  error instanceof TransactionConflictException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict'));
