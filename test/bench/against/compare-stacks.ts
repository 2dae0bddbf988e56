import { CommandError } from '@willcall/cli';
import { openClient } from '@willcall/client/checked';
import { issueToken } from '@willcall/localstack';
import * as z from 'zod';
import { listsChildren } from '../../support/local-children.ts';
import { type NpmStart, REPOSITORY, runNpmStart } from '../../support/npm-start.ts';
import { checkOut } from './check-out.ts';
import { sellToBuyers } from './sell-to-buyers.ts';
import { addUpCpu, readServerCpu, type ServerCpu, subtractCpu } from './server-cpu.ts';

/** One sale on one stack. */
export type MeasuredSale = {
  /** CPU milliseconds per purchase, by server. */
  readonly cpuMs: ServerCpu;
  readonly soldPerSecond: number;
  /** Milliseconds from `requestedAt` to `decidedAt`, of half of the purchases. */
  readonly decisionP50Ms: number;
};

/** A sale on each stack, one right after the other. */
export type MeasuredPair = { readonly before: MeasuredSale; readonly after: MeasuredSale };

export type Comparison = {
  readonly ref: string;
  readonly commit: string;
  readonly buyers: number;
  readonly pairs: readonly MeasuredPair[];
};

type CompareOptions = {
  /** The git ref to compare with. */
  readonly ref: string;
  readonly buyers: number;
  readonly pairs: number;
  readonly signal: AbortSignal;
  readonly onStep: (step: string) => void;
};

/**
 * Runs the stack of this working copy and the one of a git ref side by side, and sells the same shows to
 * the same buyers on both, in turns. Each has made one sale before, which is not measured. The order
 * changes with each pair, so that what else runs on the machine disturbs both alike.
 *
 * @throws CommandError if the ref does not exist, or the system does not list processes as Linux does
 */
export const compareStacks = async (options: CompareOptions): Promise<Comparison> => {
  const { ref, buyers, signal, onStep } = options;
  if (!listsChildren) {
    throw new CommandError(
      '--against needs Linux, whose /proc tells the CPU time of each process.',
    );
  }
  onStep(`checking out ${ref}`);
  const earlier = await checkOut(ref);
  const stacks: NpmStart[] = [];
  try {
    const start = async (repository: string) => {
      const stack = await runNpmStart(ENVIRONMENT, repository);
      stacks.push(stack);
      return stack;
    };
    onStep('starting both stacks');
    const before = await start(earlier.folder);
    const after = await start(REPOSITORY);
    for (const stack of [before, after]) await measureSale(stack, buyers);
    const pairs: MeasuredPair[] = [];
    while (pairs.length < options.pairs) {
      signal.throwIfAborted();
      onStep(`selling pair ${pairs.length + 1} of ${options.pairs}`);
      const pair = await measurePair(before, after, buyers, pairs.length % 2 === 1);
      pairs.push(pair);
      onStep(`pair ${pairs.length}: ${describeCpu(pair)}`);
    }
    return { ref, commit: earlier.commit, buyers, pairs };
  } finally {
    await Promise.all(stacks.map((stack) => stack.interrupt()));
    await earlier.remove();
  }
};

/** As a user runs a stack, whatever this program has set for itself. */
const ENVIRONMENT = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };

const describeCpu = ({ before, after }: MeasuredPair): string =>
  `${addUpCpu(after.cpuMs).toFixed(2)} ms of CPU per purchase, and ${addUpCpu(before.cpuMs).toFixed(2)} before`;

const measurePair = async (
  before: NpmStart,
  after: NpmStart,
  buyers: number,
  isReversed: boolean,
): Promise<MeasuredPair> => {
  if (!isReversed) {
    const first = await measureSale(before, buyers);
    return { before: first, after: await measureSale(after, buyers) };
  }
  const first = await measureSale(after, buyers);
  return { before: await measureSale(before, buyers), after: first };
};

const DAYS_AHEAD = 60;
const MS_PER_DAY = 24 * 60 * 60 * 1_000;

const measureSale = async ({ pid, port, env }: NpmStart, buyers: number): Promise<MeasuredSale> => {
  const client = openClient({ url: `http://127.0.0.1:${port}`, idleTimeoutMs: 0 });
  const sign = (user: string, admin = false) => issueToken({ user, admin }, env.WILLCALL_STATE);
  try {
    const tokens: string[] = [];
    while (tokens.length < buyers) tokens.push(await sign(`buyer-${tokens.length}`));
    const show = {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: new Date(Date.now() + DAYS_AHEAD * MS_PER_DAY).toISOString(),
      price: { amount: 4_500, currency: 'EUR' },
      capacity: buyers,
    };
    const token = await sign('ops', true);
    const made = await client.send({ method: 'POST', path: '/v1/shows', body: show, token });
    const { showId } = Made.parse(made.body);
    await untilIdle(pid);
    const start = readServerCpu(pid);
    const { decisionMs, seconds } = await sellToBuyers(client, showId, tokens);
    await untilIdle(pid);
    const used = subtractCpu(readServerCpu(pid), start);
    return {
      cpuMs: Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, ms / buyers])),
      soldPerSecond: buyers / seconds,
      decisionP50Ms: findMedian(decisionMs),
    };
  } finally {
    client.close();
  }
};

const Made = z.object({ showId: z.string() });

/** An idle stack polls its streams and queues, and uses a few percent of a core. */
const IDLE_MS_PER_SECOND = 150;
const SECOND_MS = 1_000;

/** Waits until the events and reminders of a sale are done, too: until the servers hardly work any more. */
const untilIdle = async (pid: number): Promise<void> => {
  let last = addUpCpu(readServerCpu(pid));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
    const now = addUpCpu(readServerCpu(pid));
    if (now - last <= IDLE_MS_PER_SECOND) return;
    last = now;
  }
};

/** The middle value. Of an even number of values, the lower one of the two. */
export const findMedian = (values: readonly number[]): number => {
  const middle = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
  if (middle === undefined) throw new TypeError('There is no median of nothing.');
  return middle;
};
