import { CommandError } from '../command/command-error.ts';
import { awaitConfirmed } from './await-decision.ts';
import { type Bought, buyTicket, type Wish } from './buy-ticket.ts';
import { cleanUp } from './clean-up.ts';
import { expectHealth } from './expect-health.ts';
import type { SmokeOptions } from './options.ts';
import { openSmokeApi, type SmokeApi } from './smoke-api.ts';
import { findTestShow, makeTestShow, type TestShow } from './test-show.ts';
import type { WatchedBus } from './watched-bus.ts';

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

/**
 * Buys one ticket of a stage as a buyer would, and leaves nothing behind.
 *
 * @throws CommandError that names the first step which failed
 */
export const runSmoke = async (
  options: SmokeOptions,
  surroundings: SmokeSurroundings,
): Promise<void> => {
  const { origin, token, adminToken, timeoutSeconds } = options;
  const { print, watch } = surroundings;
  const api = openSmokeApi(origin, AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND));
  await expectHealth(api);
  print('ok  the API answers');
  const bus = await watch();
  let show: TestShow | undefined;
  let bought: Bought | undefined;
  let failure: unknown;
  try {
    show = await testShow(api, options, surroundings);
    print(`ok  show ${show.showId} is on sale`);
    const wish = { show, token, key: `smoke-${surroundings.random}`, now: surroundings.clock() };
    bought = await buyTicket(api, wish);
    await followPurchase(api, { bought, wish, bus, timeoutSeconds, print });
  } catch (error) {
    failure = error;
  }
  if ('stop' in bus) await bus.stop();
  const left = await cleanUp(api, { bought, show, token, adminToken });
  if (failure !== undefined) throw failure;
  if (left.length > 0) throw new CommandError(`Not cleaned up: ${left.join(' ')}`);
  print('ok  cleaned up: cancelled, erased and removed');
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
  readonly bought: Bought;
  readonly wish: Wish;
  readonly bus: WatchedBus | { readonly sentence: string };
  readonly timeoutSeconds: number;
  readonly print: (line: string) => void;
};

const followPurchase = async (
  api: SmokeApi,
  { bought, wish, bus, timeoutSeconds, print }: Following,
): Promise<void> => {
  const { purchaseId } = bought;
  const deadline = (): AbortSignal => AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND);
  const acceptedAt = performance.now();
  print(`ok  purchase ${purchaseId} is accepted`);
  await awaitConfirmed(api, bought, wish.token, deadline());
  print(`ok  confirmed ${Math.round(performance.now() - acceptedAt)} ms later`);
  const again = await buyTicket(api, wish);
  if (again.purchaseId !== purchaseId) {
    throw new CommandError(`The same key made another purchase: ${again.purchaseId}.`);
  }
  print('ok  the same key is the same purchase');
  if ('sentence' in bus) {
    print(`--  the event was not checked: ${bus.sentence}`);
    return;
  }
  await bus.seen(purchaseId, deadline());
  print('ok  its event is on the bus');
};
