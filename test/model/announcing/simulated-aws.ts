import type { Seams } from '@willcall/lambda';
import { type FunctionId, functions } from '@willcall/topology';
import type { SimulatedTime } from './simulated-time.ts';

/**
 * Milliseconds of a DynamoDB call: the most that "single-digit millisecond" allows.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html
 */
const DYNAMODB_MS = 9;

/**
 * Milliseconds of a PutEvents call of ten entries. AWS publishes none. 230 records a second and shard, one call
 * after another, are 43 ms for ten of them, and this is a little more.
 */
const EVENTBRIDGE_MS = 50;

/** Milliseconds of CPU of one SDK call: the SDK makes about 3,500 calls a second in one Node process. */
const SDK_CALL_CPU_MS = 0.29;

/** Milliseconds of CPU to read, derive and check one stream record, measured with 2,000 of them. */
const RECORD_CPU_MS = 0.25;

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEGABYTES_PER_CPU = 1_769;

/** Attempts of the SDK, and the milliseconds that it waits after a throttle, on average. */
const SDK_ATTEMPTS = 3;
const THROTTLE_WAIT_MS = 250;

type Call = { readonly commandName: string; readonly input: unknown };

/**
 * Answers a call, or throws an error as the service does. A throttled one is tried again like by the SDK. The
 * input is in AttributeValue form, and the items of an answer are plain values.
 */
export type Answer = (call: Call) => object;

export type SimulatedEnvironment = {
  readonly seams: Pick<Seams, 'clock' | 'random' | 'dynamodbPlugins' | 'eventBridgePlugins'>;
  /** Takes the CPU time of records that were delivered. */
  receive(records: number): Promise<void>;
  /** Calls that were sent, by command name. */
  calls(): Readonly<Record<string, number>>;
};

/**
 * An environment of a function in simulated time: one CPU of the size that its memory gives it, and AWS
 * behind it, which answers after a latency.
 */
export function createSimulatedEnvironment(
  time: SimulatedTime,
  id: FunctionId,
  answer: Answer,
): SimulatedEnvironment {
  const slowness = Math.max(1, MEGABYTES_PER_CPU / functions[id].memoryMegabytes);
  const counts: Record<string, number> = {};
  let cpuFreeAt = 0;
  /** Waits for the CPU, uses it, and waits for a reply. */
  const useCpu = async (milliseconds: number, replyMs = 0) => {
    cpuFreeAt = Math.max(cpuFreeAt, time.now()) + milliseconds * slowness;
    await time.wait(cpuFreeAt - time.now() + replyMs);
  };
  const call = async (sent: Call, latency: number): Promise<object> => {
    for (let attempt = 1; ; attempt += 1) {
      counts[sent.commandName] = (counts[sent.commandName] ?? 0) + 1;
      await useCpu(SDK_CALL_CPU_MS, latency);
      try {
        return answer(sent);
      } catch (error) {
        if (!(error instanceof ThrottledError) || attempt === SDK_ATTEMPTS) throw error;
        await time.wait(THROTTLE_WAIT_MS * attempt);
      }
    }
  };
  const answered = async (sent: Call, latency: number) => {
    const output = await call(sent, latency);
    return { output: { $metadata: {}, ...output }, response: undefined };
  };
  const where = { step: 'build', priority: 'low', name: 'answeredByTheSimulation' } as const;
  const dynamodb: DynamoDbPlugin = {
    applyToStack: (stack) =>
      stack.add(
        (_, { commandName = 'unknown' }) =>
          ({ input }) =>
            answered({ commandName, input }, DYNAMODB_MS),
        where,
      ),
  };
  const eventBridge: EventBridgePlugin = {
    applyToStack: (stack) =>
      stack.add(
        (_, { commandName = 'unknown' }) =>
          ({ input }) =>
            answered({ commandName, input }, EVENTBRIDGE_MS),
        where,
      ),
  };
  return {
    seams: {
      clock: time.clock,
      random: () => 0.5,
      dynamodbPlugins: [dynamodb],
      eventBridgePlugins: [eventBridge],
    },
    receive: (records) => useCpu(records * RECORD_CPU_MS),
    calls: () => ({ ...counts }),
  };
}

type DynamoDbPlugin = NonNullable<Seams['dynamodbPlugins']>[number];
type EventBridgePlugin = NonNullable<Seams['eventBridgePlugins']>[number];

/** The table's answer to more than a partition takes. */
export class ThrottledError extends Error {
  override readonly name = 'ProvisionedThroughputExceededException';
}

/** The environment variables of both functions. No call leaves the process. */
export const simulatedVariables = {
  WILLCALL_BACKEND: 'embedded',
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  SHOWS_TABLE: 'shows',
  PURCHASES_TABLE: 'purchases',
  REMINDERS_TABLE: 'reminders',
  DUE_PAYMENTS_TABLE: 'due-payments',
  EVENT_BUS_NAME: 'bus',
  PARKED_EVENTS_QUEUE_URL: 'http://127.0.0.1:9/000000000000/parked',
  PAYMENTS_QUEUE_URL: 'http://127.0.0.1:9/000000000000/payments',
} as const;
