import { createBusEvent } from './bus-event.ts';
import type { Delivery } from './delivery-log.ts';
import type { Rule, Target } from './rule.ts';

type Change = {
  /** The id of the event. */
  readonly id?: string;
  readonly detail?: Record<string, never>;
  readonly target?: Partial<Target>;
  readonly ingestedAt?: Date;
};

const AT = new Date('2026-01-01T00:00:00.000Z');

/** Creates the delivery of an event to a queue. */
export const createDelivery = ({
  id = 'event-1',
  detail = {},
  target,
  ingestedAt = AT,
}: Change = {}): Delivery => {
  const queue: Target = { Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:000000000000:q', ...target };
  const rule: Rule = {
    bus: 'willcall-test',
    name: 'mine',
    eventPattern: '{"source":["willcall"]}',
    state: 'ENABLED',
    targets: [queue],
  };
  const event = createBusEvent({
    id,
    time: ingestedAt,
    source: 'willcall',
    detailType: 'PurchaseConfirmed',
    resources: [],
    detail,
  });
  return { rule, target: queue, event, ingestedAt };
};
