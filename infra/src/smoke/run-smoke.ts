import { randomUUID } from 'node:crypto';
import { CommandError } from '@willcall/cli';
import { type AcceptedPurchase, type Client, openClient } from '@willcall/client/checked';
import {
  awaitConfirmed,
  buyTicket,
  cleanUp,
  createTestShow,
  expectHealth,
  findTestShow,
  type SmokeApi,
  type TestShow,
  type TicketRequest,
} from './smoke-steps.ts';
import { type WatchedBus, watchBus } from './watched-bus.ts';

export type SmokeOptions = {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly token: string;
  readonly adminToken: string | undefined;
  readonly show: string | undefined;
  readonly bus: string | undefined;
  /** The timeout of each step, such as waiting for the decision or the event. */
  readonly timeoutSeconds: number;
};

/** A passed step, or a step that could not be checked, with the reason. */
export type SmokeStep = { readonly step: string; readonly checked: boolean };

const MS_PER_SECOND = 1_000;

/**
 * Buys one ticket on a stage as a buyer would, and cleans up.
 *
 * @param report is called for each step that passed
 * @param interrupt ends the current step. The cleanup still runs
 * @throws CommandError that names the first failed step
 */
export const runSmoke = async (
  options: SmokeOptions,
  report: (step: SmokeStep) => void,
  interrupt?: AbortSignal,
): Promise<void> => {
  const { origin, token, adminToken, timeoutSeconds } = options;
  const now = new Date();
  const passed = (step: string) => report({ step, checked: true });
  const client = openSmokeClient(origin);
  const timeout = () => AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND);
  const within = (): SmokeApi => ({
    client,
    origin,
    signal: interrupt === undefined ? timeout() : AbortSignal.any([timeout(), interrupt]),
  });
  try {
    await expectHealth(within());
    passed('the API answers');
    const bus = await openBus(options);
    let show: TestShow | undefined;
    let accepted: AcceptedPurchase | undefined;
    let failure: unknown;
    try {
      show = await openTestShow(within(), options, now);
      passed(`show ${show.showId} is on sale`);
      const ticketRequest = { show, token, key: `smoke-${randomUUID()}`, now };
      accepted = await buyTicket(within(), ticketRequest);
      await followPurchase(within, { accepted, ticketRequest, bus, report });
    } catch (error) {
      failure = error;
    }
    if ('stop' in bus) await bus.stop();
    const left = await cleanUp(
      { client, origin, signal: timeout() },
      { accepted, show, token, adminToken },
    );
    if (failure !== undefined) throw failure;
    if (left.length > 0) throw new CommandError(`Not cleaned up: ${left.join(' ')}`);
    passed('cleaned up: cancelled, erased and removed');
  } finally {
    client.close();
  }
};

/** The stage's bus, or a sentence that says why it cannot be watched from here. */
const openBus = async ({
  bus,
  origin,
}: SmokeOptions): Promise<WatchedBus | { readonly sentence: string }> =>
  bus !== undefined || origin.startsWith('http:')
    ? watchBus({ bus, environment: process.env })
    : { sentence: 'use --bus and credentials of its account.' };

/** Milliseconds. A new distribution or function may be unavailable for a while. */
const HEALTHY_WITHIN_MS = 60_000;

/** @throws CommandError if the API at an origin is not healthy */
export const expectHealthAt = async (origin: string): Promise<void> => {
  const client = openSmokeClient(origin);
  try {
    await expectHealth({ client, origin, signal: AbortSignal.timeout(HEALTHY_WITHIN_MS) });
  } finally {
    client.close();
  }
};

/** Longer than API Gateway's integration timeout of 30 seconds. */
const IDLE_TIMEOUT_MS = 35_000;

/** A busy or new stage may answer these for a while. Every call here is safe to repeat. */
const TRANSIENT_STATUSES = [429, 502, 503, 504];
const PAUSE_MS = 1_000;

/** Retries transient failures at the interval that the server requests, until a call's signal ends it. */
const openSmokeClient = (origin: string): Client =>
  openClient({
    url: origin,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    retry: {
      attempts: Number.POSITIVE_INFINITY,
      firstPauseMs: PAUSE_MS,
      longestPauseMs: PAUSE_MS,
      on: TRANSIENT_STATUSES,
    },
  });

const openTestShow = (
  api: SmokeApi,
  { show, adminToken }: SmokeOptions,
  now: Date,
): Promise<TestShow> => {
  if (show !== undefined) return findTestShow(api, show);
  if (adminToken === undefined)
    throw new CommandError("Without an admin's token, a show is required: --show ID.");
  return createTestShow(api, adminToken, now);
};

type Following = {
  readonly accepted: AcceptedPurchase;
  readonly ticketRequest: TicketRequest;
  readonly bus: WatchedBus | { readonly sentence: string };
  readonly report: (step: SmokeStep) => void;
};

const followPurchase = async (
  within: () => SmokeApi,
  { accepted, ticketRequest, bus, report }: Following,
): Promise<void> => {
  const { purchaseId } = accepted;
  const passed = (step: string) => report({ step, checked: true });
  const acceptedAt = performance.now();
  passed(`purchase ${purchaseId} is accepted`);
  await awaitConfirmed(within(), accepted, ticketRequest.token);
  passed(`confirmed ${Math.round(performance.now() - acceptedAt)} ms later`);
  const again = await buyTicket(within(), ticketRequest);
  if (again.purchaseId !== purchaseId) {
    throw new CommandError(`The same key created another purchase: ${again.purchaseId}.`);
  }
  passed('the same key returns the same purchase');
  if ('sentence' in bus) {
    report({ step: `the event was not checked: ${bus.sentence}`, checked: false });
    return;
  }
  await bus.seen(purchaseId, within().signal);
  passed('its event is on the bus');
};
