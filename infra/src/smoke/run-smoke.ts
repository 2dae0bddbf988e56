import { randomUUID } from 'node:crypto';
import { CommandError } from '@willcall/cli';
import { type AcceptedPurchase, type Client, openClient } from '@willcall/client';
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
  /** For a decision, and for an event. */
  readonly timeoutSeconds: number;
};

/** A step that went well; one that could not be checked from here says why. */
export type SmokeStep = { readonly step: string; readonly checked: boolean };

const MS_PER_SECOND = 1_000;

/**
 * Buys one ticket of a stage as a buyer would, and leaves nothing behind.
 *
 * @param report is told of each step when it went well
 * @param interrupt ends the step under way; what was made is removed all the same
 * @throws CommandError that names the first step which failed
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

/** The stage's bus, or the sentence that says why it cannot be seen from here. */
const openBus = async ({
  bus,
  origin,
}: SmokeOptions): Promise<WatchedBus | { readonly sentence: string }> =>
  bus !== undefined || origin.startsWith('http:')
    ? watchBus({ bus, environment: process.env })
    : { sentence: 'use --bus and credentials of its account.' };

/** Milliseconds: a new distribution or function may be busy for a while. */
const HEALTHY_WITHIN_MS = 60_000;

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
const IDLE_TIMEOUT_MS = 35_000;

/** What a busy or just deployed stage may answer for a while; every call here is safe to repeat. */
const TRANSIENT_STATUSES = [429, 502, 503, 504];
const PAUSE_MS = 1_000;

/** Passing faults are tried again, as the server says when, until the signal of each call. */
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
