import type { RunbookSection } from '../runbook.ts';

/** What is promised of a service, and what is spent of it when it fails. */
export type ServiceLevel = {
  readonly title: string;
  readonly section: RunbookSection;
  /** The share of events that must be good, over `PERIOD_DAYS`. */
  readonly objective: number;
  /** Events in an alarm's longer window, below which it says nothing: one bad one would be too much of them. */
  readonly minimumEvents: number;
  readonly indicator: Indicator;
};

/** How an event is told to be good. */
export type Indicator =
  /** `POST /purchases` that was answered, with whatever but a fault of ours. */
  | { readonly kind: 'accept-answered' }
  /** `POST /purchases` that was answered within a time. Cold starts and the gateway's own time are not in it. */
  | { readonly kind: 'accept-duration'; readonly withinMs: number }
  /** From a purchase's acceptance to its record, for the first time. */
  | { readonly kind: 'decision'; readonly withinMs: number }
  /** From when a reminder was due, or could first be sent, to its announcement. */
  | { readonly kind: 'reminder'; readonly withinMs: number };

/** Days that an objective is about: long enough for four weekends, short enough to be felt. */
export const PERIOD_DAYS = 30;

/**
 * One SQS call, and beside it a copy of the show: some 20 ms together when both are well. Half a second
 * is when people press the button again.
 */
export const ACCEPT_WITHIN_MS = 500;

/** Ten polls as `Retry-After` asks for them. Longer, and people think that their purchase is lost. */
export const DECIDED_WITHIN_MS = 30_000;

/** The sweep comes by each minute, the stream within seconds; and a minute for one turn that failed. */
const REMINDED_WITHIN_MS = 120_000;

/** The only place where the promises stand; alarms, dashboard and runbook are made from it. */
export const serviceLevels = {
  'accept-availability': {
    title: 'Purchases accepted without a fault of ours',
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
