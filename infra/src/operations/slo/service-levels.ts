import type { RunbookSection } from '../runbook.ts';

/** A service level objective and how it is measured. */
export type ServiceLevel = {
  readonly title: string;
  readonly section: RunbookSection;
  /** The share of events that must be good, over `PERIOD_DAYS`. */
  readonly objective: number;
  /** With fewer events in the long window, the alarm stays OK: a single bad event would be a large share. */
  readonly minimumEvents: number;
  readonly indicator: Indicator;
};

/** When an event is good. */
export type Indicator =
  /** `POST /purchases` was answered without a 500, a 503, a throttle or a crash. */
  | { readonly kind: 'accept-answered' }
  /** `POST /purchases` was answered in time, not counting cold starts and API Gateway's own time. */
  | { readonly kind: 'accept-duration'; readonly withinMs: number }
  /** A purchase was recorded for the first time soon enough after it was accepted. */
  | { readonly kind: 'decision'; readonly withinMs: number }
  /** A reminder was announced soon enough after it was due, or could first be sent. */
  | { readonly kind: 'reminder'; readonly withinMs: number };

/** Days over which an objective is measured: long enough for four weekends, short enough to matter now. */
export const PERIOD_DAYS = 30;

/**
 * Accepting takes one SQS call and one cached read of the show, normally about 20 ms. After half a
 * second, people press the button again.
 */
export const ACCEPT_WITHIN_MS = 500;

/** Ten polls at the pace of `Retry-After`. After that, people think that their purchase is lost. */
export const DECIDED_WITHIN_MS = 30_000;

/** The sweep runs each minute, the stream takes seconds, and one failed sweep costs another minute. */
const REMINDED_WITHIN_MS = 120_000;

/** The service level objectives. Alarms and dashboard are made from them, and the runbook describes them. */
export const serviceLevels = {
  'accept-availability': {
    title: 'Purchases accepted without a server error',
    section: 'slo-accept-availability',
    objective: 0.999,
    minimumEvents: 100,
    indicator: { kind: 'accept-answered' },
  },
  'accept-latency': {
    title: 'Purchases accepted within half a second',
    section: 'slo-accept-latency',
    // p99 within the time is 99 % within the time.
    objective: 0.99,
    minimumEvents: 100,
    indicator: { kind: 'accept-duration', withinMs: ACCEPT_WITHIN_MS },
  },
  'time-to-decision': {
    title: 'Purchases decided within 30 seconds',
    section: 'slo-time-to-decision',
    objective: 0.99,
    minimumEvents: 100,
    indicator: { kind: 'decision', withinMs: DECIDED_WITHIN_MS },
  },
  'reminder-lateness': {
    title: 'Reminders announced within two minutes',
    section: 'slo-reminder-lateness',
    objective: 0.99,
    minimumEvents: 20,
    indicator: { kind: 'reminder', withinMs: REMINDED_WITHIN_MS },
  },
} as const satisfies Record<string, ServiceLevel>;

export type ServiceLevelId = keyof typeof serviceLevels;
