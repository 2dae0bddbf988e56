import type { CallFailure, Faults } from '@willcall/localstack';
import type { SdkMiddleware, SdkPlugin } from '../capacity/sdk-plugin.ts';
import { connectionRefused, requestTimeout } from '../faults/errors.ts';

/** How one call of an invocation fails, to whichever service it goes. */
export type CallFault = {
  /** Which call, from 0. */
  readonly nth: number;
  /**
   * `before`: without an effect. `after`: it takes effect, and its reply is lost. `killed`: the process ends before
   * this call, so that no later one is made either, and nobody hears what the function answers.
   */
  readonly moment: 'before' | 'after' | 'killed';
  /** Which of the provider's failures of that moment, if the call goes there. */
  readonly variant: number;
};

/** Makes one call of a function's invocation fail, or kills its process. */
export type CallFaults = {
  /** For the clients of all services of AWS. */
  readonly plugin: SdkPlugin;
  /**
   * Runs an invocation with a fault. Returns its answer, or undefined if it failed or its process was killed.
   *
   * @throws what an invocation without a fault throws.
   */
  during<T>(fault: CallFault | undefined, run: () => Promise<T>): Promise<T | undefined>;
};

/** A process that dies closes its connections, and Stripe answers the calls of before to nobody. */
const PROVIDER_FAILURES: Readonly<Record<'before' | 'after', readonly CallFailure[]>> = {
  before: ['error-before', 'error-kept', 'rate-limit', 'lock', 'disconnect-before'],
  after: ['error-after', 'disconnect-after', 'error-after'],
};

/** Counts the calls to AWS and to a local Stripe together. Only one invocation has a fault at a time. */
export const createCallFaults = (stripe: Faults): CallFaults => {
  let planned: CallFault | undefined;
  let made = 0;
  let isKilled = false;

  const meetCall = (): 'before' | 'after' | undefined => {
    if (isKilled) return 'before';
    const isStruck = planned !== undefined && made === planned.nth;
    made += 1;
    if (planned === undefined || !isStruck) return undefined;
    isKilled = planned.moment === 'killed';
    return planned.moment === 'after' ? 'after' : 'before';
  };

  stripe.failCalls(() => {
    const moment = meetCall();
    if (moment === undefined) return undefined;
    const failures = PROVIDER_FAILURES[moment];
    return isKilled ? 'error-before' : failures[(planned?.variant ?? 0) % failures.length];
  });

  const middleware: SdkMiddleware = (next) => async (args) => {
    const moment = meetCall();
    if (moment === 'before') throw connectionRefused();
    const reply = await next(args);
    if (moment === 'after') throw requestTimeout();
    return reply;
  };

  return {
    plugin: { applyToStack: (stack) => stack.add(middleware, { step: 'build' }) },
    during: async (fault, run) => {
      planned = fault;
      made = 0;
      try {
        const answer = await run();
        return isKilled ? undefined : answer;
      } catch (error) {
        if (fault === undefined) throw error;
        return undefined;
      } finally {
        planned = undefined;
        isKilled = false;
      }
    },
  };
};
