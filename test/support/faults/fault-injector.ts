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
  /** For the middleware stack of any SDK client, or of several. */
  readonly plugin: SdkPlugin;
  /** Makes matching calls fail before they are sent, without an effect. A number is `times`. */
  readonly before: Plan;
  /**
   * Lets matching calls take effect and loses their reply. A call that the service itself rejects
   * keeps its error and does not count.
   */
  readonly after: Plan;
  /** The faults injected so far, in order. */
  log(): readonly InjectedFault[];
  /** Throws if no call met a planned fault, because such a test tests nothing. */
  assertAllUsed(): void;
};

/**
 * Makes selected calls of SDK clients fail deterministically: the first unused rule in the plan
 * that matches a call applies.
 *
 * By default the fault is above the SDK's retries and the caller gets the error. With
 * `beneathRetries` it hits one attempt, and the SDK retries (with the same ClientRequestToken) if
 * it treats the error as transient. The SDK waits before a retry: 0 to 50 ms after a timeout, but a
 * second and more after a throttle.
 *
 * @example
 * const faults = createFaultInjector();
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
