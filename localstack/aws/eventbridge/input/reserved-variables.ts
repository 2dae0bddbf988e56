import { ruleArn } from '../../clients/event-arns.ts';
import { type BusEvent, toTheSecond } from '../entries/bus-event.ts';
import type { Json } from '../json.ts';
import type { Rule } from '../rules/rule.ts';

export type Occasion = {
  readonly rule: Rule;
  readonly event: BusEvent;
  /** When PutEvents took the event. */
  readonly ingestedAt: Date;
};

const VALUES: ReadonlyMap<string, (occasion: Occasion) => Json> = new Map([
  ['aws.events.rule-arn', ({ rule }) => ruleArn(rule)],
  ['aws.events.rule-name', ({ rule }) => rule.name],
  ['aws.events.event.ingestion-time', ({ ingestedAt }) => toTheSecond(ingestedAt)],
  ['aws.events.event', ({ event }) => withoutDetail(event)],
  ['aws.events.event.json', ({ event }) => event],
]);

export const isReserved = (name: string): boolean => VALUES.has(name);

/**
 * The value of a variable that every input template may use.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined
 */
export const reservedValue = (name: string, occasion: Occasion): Json | undefined =>
  VALUES.get(name)?.(occasion);

/** AWS really writes `detailType` here, as LocalStack's recordings of it show. */
const withoutDetail = ({ 'detail-type': detailType, detail: _, ...rest }: BusEvent): Json => ({
  ...rest,
  detailType,
});
