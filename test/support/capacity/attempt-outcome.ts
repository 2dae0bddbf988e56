import type { Operation } from './operation.ts';
import type { SdkContext } from './sdk-plugin.ts';

/**
 * How an attempt ended, as far as its cost goes. `repeated`: a transaction that had been executed
 * under the same ClientRequestToken before. `rejected`: throttled, invalid, or not answered.
 */
export type AttemptOutcome = 'done' | 'condition-failed' | 'repeated' | 'rejected';

type AttemptedRequest = {
  readonly operation: Operation;
  /** Stands for the token that the SDK makes up for a call without one and keeps for its retries. */
  readonly context: SdkContext;
  /** The tokens of transactions that were executed; a new one is added. */
  readonly executed: Set<string | SdkContext>;
};

const CONDITION_FAILED = ['ConditionalCheckFailedException', 'TransactionCanceledException'];

/** Waits for the reply of an attempt and says how it ended; never throws. */
export const attemptOutcome = async (
  reply: Promise<unknown>,
  { operation, context, executed }: AttemptedRequest,
): Promise<AttemptOutcome> => {
  try {
    await reply;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return CONDITION_FAILED.includes(name) ? 'condition-failed' : 'rejected';
  }
  if (operation.kind !== 'write' || operation.mode !== 'transactional') return 'done';
  const token = operation.clientRequestToken ?? context;
  if (executed.has(token)) return 'repeated';
  executed.add(token);
  return 'done';
};
