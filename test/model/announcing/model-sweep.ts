import { createHash } from 'node:crypto';
import type { QueryInput, UpdateItemInput } from '@aws-sdk/client-dynamodb';
import { known } from '@willcall/contracts';
import { REMINDER_LANES, reminderPartition } from '@willcall/domain';
import { createSweep, type SweepCounts } from '@willcall/stream';
import { functions } from '@willcall/topology';
import { makeLambdaContext } from '../../support/sale/lambda-context.ts';
import {
  type Answer,
  createSimulatedEnvironment,
  simulatedVariables,
  ThrottledError,
} from './simulated-aws.ts';
import { createSimulatedTime } from './simulated-time.ts';

const MINUTE = '2031-05-31T20:00';
/** Milliseconds. A schedule runs at any second of its minute: the last one is the worst. */
const PHASE_MS = 59_000;
const EVERY_MS = 60_000;
const MAX_TURNS = 100;

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const UNITS_PER_PARTITION = 1_000;
/** About 1 MB of reminders. */
const REMINDERS_PER_PAGE = 3_000;

export type SweepModelInput = {
  /** Reminders that are due in the same minute. */
  readonly reminders: number;
  /** Partitions of the Reminders table. A new on-demand table has four. */
  readonly partitions: number;
  /** Write units that a partition takes in a second. Default: the limit of AWS. */
  readonly unitsPerPartition?: number;
};

export type SweepModel = {
  /** What the turns of the sweep returned, in order, until one was done. A failed turn returned nothing. */
  readonly turns: readonly (SweepCounts | undefined)[];
  /** How often each reminder fired: all of them once. */
  readonly firedOnce: boolean;
  /** Milliseconds from the due time to the last firing. */
  readonly lastFiredMs: number;
  /** Reminders that fired in each second after the first turn began. */
  readonly firedPerSecond: readonly number[];
  /** Writes that a partition refused because it took more than 1,000 in a second. */
  readonly throttled: number;
  readonly calls: Readonly<Record<string, number>>;
};

/** Runs the real sweep in simulated time over reminders that are all due in one minute. */
export async function modelSweep({
  reminders,
  partitions,
  unitsPerPartition = UNITS_PER_PARTITION,
}: SweepModelInput): Promise<SweepModel> {
  const due = Date.parse(`${MINUTE}Z`);
  const time = createSimulatedTime(new Date(due + PHASE_MS).toISOString());
  const table = createReminders(reminders, { partitions, unitsPerPartition }, time.now);
  const environment = createSimulatedEnvironment(time, 'sweep', table.answer);
  const sweep = createSweep(simulatedVariables, { ...environment.seams, wait: time.wait });
  const turns: (SweepCounts | undefined)[] = [];
  const beganAt = time.now();
  await time.run(async () => {
    for (let turn = 0; turns.at(-1)?.isDone !== true && turn < MAX_TURNS; turn += 1) {
      const begin = beganAt + turn * EVERY_MS;
      await time.wait(begin - time.now());
      const end = begin + functions.sweep.timeoutSeconds * 1_000;
      const context = { ...makeLambdaContext(), getRemainingTimeInMillis: () => end - time.now() };
      turns.push(await sweep({}, context).catch(() => undefined));
    }
  });
  const firings = table.firings();
  const firedPerSecond: number[] = [];
  for (const { at } of firings) {
    const second = Math.floor((at - beganAt) / 1_000);
    firedPerSecond[second] = (firedPerSecond[second] ?? 0) + 1;
  }
  return {
    turns,
    firedOnce:
      firings.length === reminders && new Set(firings.map(({ ref }) => ref)).size === reminders,
    lastFiredMs: known(firings.at(-1), 'firing').at - due,
    firedPerSecond: Array.from(firedPerSecond, (fired) => fired ?? 0),
    throttled: table.throttled(),
    calls: environment.calls(),
  };
}

/** The Reminders table, as far as the sweep uses it. A partition takes 1,000 writes in a second. */
function createReminders(
  count: number,
  { partitions, unitsPerPartition }: Required<Omit<SweepModelInput, 'reminders'>>,
  now: () => number,
) {
  const lanes = new Map<string, string[]>();
  for (let index = 0; index < count; index += 1) {
    const dueKey = reminderPartition(MINUTE, index % REMINDER_LANES);
    const refs = lanes.get(dueKey) ?? [];
    refs.push(`buyer-${String(index).padStart(8, '0')}`);
    lanes.set(dueKey, refs);
  }
  const fired = new Set<string>();
  const firings: { readonly ref: string; readonly at: number }[] = [];
  const written = new Map<string, number>();
  let throttled = 0;

  const query = ({ ExpressionAttributeValues: values, ExclusiveStartKey }: QueryInput) => {
    if (values?.[':list'] !== undefined) {
      return { Items: [{ dueKey: '#minutes', purchaseRef: MINUTE }] };
    }
    const dueKey = known(values?.[':dueKey']?.S, 'the lane of a query');
    const refs = lanes.get(dueKey) ?? [];
    const from = refs.indexOf(ExclusiveStartKey?.purchaseRef?.S ?? '') + 1;
    const page = refs.slice(from, from + REMINDERS_PER_PAGE);
    const last = page.at(-1);
    return {
      Items: page.filter((ref) => !fired.has(ref)).map((purchaseRef) => ({ purchaseRef })),
      ...(last !== undefined && last !== refs.at(-1)
        ? { LastEvaluatedKey: { dueKey, purchaseRef: last } }
        : {}),
    };
  };
  const update = ({ Key }: UpdateItemInput) => {
    const { dueKey, purchaseRef } = Key ?? {};
    const partition =
      createHash('sha256')
        .update(known(dueKey?.S, 'the lane of an update'))
        .digest()
        .readUInt32BE() % partitions;
    const second = `${partition} ${Math.floor(now() / 1_000)}`;
    const before = written.get(second) ?? 0;
    if (before >= unitsPerPartition) {
      throttled += 1;
      throw new ThrottledError('The partition takes 1,000 write units a second');
    }
    written.set(second, before + 1);
    if (dueKey?.S === '#sweep') return {};
    const ref = known(purchaseRef?.S, 'the reminder of an update');
    fired.add(ref);
    firings.push({ ref, at: now() });
    return {};
  };
  const answer: Answer = ({ commandName, input }) => {
    switch (commandName) {
      case 'GetItemCommand':
        return { Item: { sweptTo: '2031-05-31T19:59' } };
      case 'QueryCommand':
        return query(input as QueryInput);
      case 'UpdateItemCommand':
        return update(input as UpdateItemInput);
      default:
        throw new Error(`The sweep made a call that its model does not know: ${commandName}`);
    }
  };
  return { answer, firings: () => firings, throttled: () => throttled };
}
