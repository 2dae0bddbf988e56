import type { SdkMiddleware, SdkPlugin } from '../capacity/sdk-plugin.ts';
import {
  type Fault,
  type FaultOptions,
  type FaultRule,
  type Match,
  shouldFail,
} from './fault-rule.ts';

type InjectedFault = {
  readonly moment: 'before' | 'after';
  readonly commandName: string;
  readonly error: Error;
};

type Plan = (match: Match, error: Fault, options?: number | FaultOptions) => void;

export type FaultInjector = {
  /** For the middleware stack of any SDK client, or of several at once. */
  readonly plugin: SdkPlugin;
  /** Makes matching calls fail before they are sent: nothing took effect. A number is `times`. */
  readonly before: Plan;
  /**
   * Lets matching calls take effect and loses their reply. Calls that the service itself refuses
   * keep its error and do not count.
   */
  readonly after: Plan;
  /** What was injected so far, in order. */
  log(): readonly InjectedFault[];
  /** Throws if a planned fault was not met by a call: a test that tested nothing. */
  assertAllUsed(): void;
};

/**
 * Makes chosen calls of SDK clients fail, deterministically: in the order of the plan, the first
 * rule that matches a call and is not used up.
 *
 * By default the fault stands above the SDK's retries, so that the caller sees the error; with
 * `beneathRetries` it hits one attempt, and the SDK tries again (with the same ClientRequestToken)
 * if it takes the error for a passing one. The SDK waits in between: 0 to 50 ms after a time-out,
 * but up to a second and more after a throttle.
 *
 * @example
 * const faults = faultInjector();
 * client.middlewareStack.use(faults.plugin);
 * faults.after('TransactWriteItemsCommand', requestTimeout);
 * faults.before('GetItemCommand', throughputExceeded, { times: 2, skip: 1 });
 * ...
 * faults.assertAllUsed();
 */
export const createFaultInjector = (): FaultInjector => {
  const rules: FaultRule[] = [];
  const log: InjectedFault[] = [];

  const plan =
    (moment: FaultRule['moment']): Plan =>
    (match, fault, options = {}) => {
      const {
        times = 1,
        skip = 0,
        beneathRetries = false,
      } = typeof options === 'number' ? { times: options } : options;
      rules.push({ moment, match, fault, beneathRetries, toSkip: skip, toInject: times });
    };

  const injecting =
    (beneathRetries: boolean): SdkMiddleware =>
    (next, { commandName = 'unknown' }) =>
    async (args) => {
      const throwIfStruck = (moment: FaultRule['moment']) => {
        const call = { commandName, input: args.input };
        const rule = rules.find(
          (candidate) =>
            candidate.moment === moment &&
            candidate.beneathRetries === beneathRetries &&
            shouldFail(candidate, call),
        );
        if (rule === undefined) return;
        const error = typeof rule.fault === 'function' ? rule.fault() : rule.fault;
        log.push({ moment, commandName, error });
        throw error;
      };
      throwIfStruck('before');
      const reply = await next(args);
      throwIfStruck('after');
      return reply;
    };

  return {
    plugin: {
      applyToStack(stack) {
        stack.add(injecting(false), { step: 'build' });
        stack.add(injecting(true), { step: 'finalizeRequest', priority: 'low' });
      },
    },
    before: plan('before'),
    after: plan('after'),
    log: () => log,
    assertAllUsed: () => {
      const unused = rules.filter(({ toInject }) => toInject > 0);
      if (unused.length === 0) return;
      throw new Error(`faults that no call met: ${unused.map(describeRule).join(', ')}`);
    },
  };
};

const describeRule = ({ moment, match, toInject }: FaultRule): string =>
  `${toInject} × ${moment} ${typeof match === 'string' ? match : 'a predicate'}`;
