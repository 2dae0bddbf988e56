import type { Deliveries } from '../delivery/deliveries.ts';
import type { RuleStore } from '../rules/rule-store.ts';

export type EventsContext = {
  readonly buses: ReadonlySet<string>;
  readonly rules: RuleStore;
  readonly deliveries: Deliveries;
  readonly now: () => Date;
  readonly newId: () => string;
};

/**
 * One action of the API: from the parsed body of a request to that of its answer.
 * MUST throw an EventsError for what EventBridge would refuse.
 */
export type Operation = (context: EventsContext, input: unknown) => unknown;
