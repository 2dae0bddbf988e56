import { randomUUID } from 'node:crypto';
import { type AcceptedPurchase, type Client, openClient } from '@willcall/client';
import { CommandError } from '../command/command-error.ts';
import type { SmokeOptions } from './options.ts';
import {
  awaitConfirmed,
  buyTicket,
  cleanUp,
  expectHealth,
  findTestShow,
  makeTestShow,
  type SmokeApi,
  type TestShow,
  type Wish,
} from './smoke-steps.ts';
import { type WatchedBus, watchBus } from './watched-bus.ts';

/** What a run is given by its process. */
export type SmokeSurroundings = {
  readonly clock: () => Date;
  /** Makes the idempotency key of this run its own. */
  readonly random: string;
  /** A line for each step that went well. */
  readonly print: (line: string) => void;
  /** The stage's bus, or the sentence that says why it cannot be seen from here. */
  readonly watch: () => Promise<WatchedBus | { readonly sentence: string }>;
};

const MS_PER_SECOND = 1_000;

/** Milliseconds: a new distribution or function may be busy for a while. */
const HEALTHY_WITHIN_MS = 60_000;

/**
 * The smoke test as its command runs it.
 *
 * @throws CommandError that names the first step which failed
 */
export const smokeStage = (options: SmokeOptions): Promise<void> =>
  runSmoke(options, {
    clock: () => new Date(),
    random: randomUUID(),
    print: console.log,
    watch: async () =>
      options.bus !== undefined || options.origin.startsWith('http:')
        ? watchBus({ bus: options.bus, environment: process.env })
        : { sentence: 'name the bus with --bus, and have credentials of its account.' },
  });

/** @throws CommandError when the API at an origin does not answer as a healthy one does */
export const expectHealthAt = async (origin: string): Promise<void> => {
  const client = openSmokeClient(origin);
  try {
    await expectHealth({ client, origin, signal: AbortSignal.timeout(HEALTHY_WITHIN_MS) });
  } finally {
    client.close();
  }
};

/** Longer than API Gateway lets an integration run: 30 seconds. */
const SILENCE_MS = 35_000;

/** What a busy or just deployed stage may answer for a while; every call here is safe to repeat. */
const PASSING = [429, 502, 503, 504];
const PAUSE_MS = 1_000;

/** Passing faults are tried again, as the server says when, until the signal of each call. */
const openSmokeClient = (origin: string): Client =>
  openClient({
    url: origin,
    silenceMs: SILENCE_MS,
    retry: {
      attempts: Number.POSITIVE_INFINITY,
      firstPauseMs: PAUSE_MS,
      longestPauseMs: PAUSE_MS,
      on: PASSING,
    },
  });

/** Buys one ticket of a stage as a buyer would, and leaves nothing behind. */
const runSmoke = async (options: SmokeOptions, surroundings: SmokeSurroundings): Promise<void> => {
  const { origin, token, adminToken, timeoutSeconds } = options;
  const { print, watch } = surroundings;
  const client = openSmokeClient(origin);
  const within = (): SmokeApi => ({
    client,
    origin,
    signal: AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND),
  });
  try {
    await expectHealth(within());
    print('ok  the API answers');
    const bus = await watch();
    let show: TestShow | undefined;
    let accepted: AcceptedPurchase | undefined;
    let failure: unknown;
    try {
      show = await testShow(within(), options, surroundings);
      print(`ok  show ${show.showId} is on sale`);
      const wish = { show, token, key: `smoke-${surroundings.random}`, now: surroundings.clock() };
      accepted = await buyTicket(within(), wish);
      await followPurchase(within, { accepted, wish, bus, print });
    } catch (error) {
      failure = error;
    }
    if ('stop' in bus) await bus.stop();
    const left = await cleanUp(within(), { accepted, show, token, adminToken });
    if (failure !== undefined) throw failure;
    if (left.length > 0) throw new CommandError(`Not cleaned up: ${left.join(' ')}`);
    print('ok  cleaned up: cancelled, erased and removed');
  } finally {
    client.close();
  }
};

const testShow = (
  api: SmokeApi,
  { show, adminToken }: SmokeOptions,
  { clock }: SmokeSurroundings,
): Promise<TestShow> => {
  if (show !== undefined) return findTestShow(api, show);
  if (adminToken === undefined) throw new CommandError('Without an admin token, name a show.');
  return makeTestShow(api, adminToken, clock());
};

type Following = {
  readonly accepted: AcceptedPurchase;
  readonly wish: Wish;
  readonly bus: WatchedBus | { readonly sentence: string };
  readonly print: (line: string) => void;
};

const followPurchase = async (
  within: () => SmokeApi,
  { accepted, wish, bus, print }: Following,
): Promise<void> => {
  const { purchaseId } = accepted;
  const acceptedAt = performance.now();
  print(`ok  purchase ${purchaseId} is accepted`);
  await awaitConfirmed(within(), accepted, wish.token);
  print(`ok  confirmed ${Math.round(performance.now() - acceptedAt)} ms later`);
  const again = await buyTicket(within(), wish);
  if (again.purchaseId !== purchaseId) {
    throw new CommandError(`The same key made another purchase: ${again.purchaseId}.`);
  }
  print('ok  the same key is the same purchase');
  if ('sentence' in bus) {
    print(`--  the event was not checked: ${bus.sentence}`);
    return;
  }
  await bus.seen(purchaseId, within().signal);
  print('ok  its event is on the bus');
};
