import type { Json } from '../../json.ts';
import { ruleArn } from '../../local-account.ts';
import { type BusEvent, formatTime } from '../bus-event.ts';
import type { Rule, Target } from '../rule.ts';
import { fillTemplate } from './input-template.ts';
import { parseJsonPath } from './json-path.ts';

export type MatchedEvent = {
  readonly rule: Rule;
  readonly event: BusEvent;
  /** When PutEvents accepted the event. */
  readonly ingestedAt: Date;
};

/**
 * Creates the JSON text that a target gets for an event: the event, a constant, a part of the event, or
 * a filled template. Returns undefined if the filled template is not JSON.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
export const createTargetInput = (target: Target, occasion: MatchedEvent): string | undefined => {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(findValue(InputPath, occasion) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(occasion.event);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  return fillTemplate(InputTemplate, (name) => {
    const path = Object.hasOwn(InputPathsMap, name) ? InputPathsMap[name] : undefined;
    return path === undefined ? findReservedValue(name, occasion) : findValue(path, occasion);
  });
};

const findValue = (path: string, { event }: MatchedEvent): Json | undefined =>
  parseJsonPath(path)?.(event);

const VALUES: ReadonlyMap<string, (occasion: MatchedEvent) => Json> = new Map([
  ['aws.events.rule-arn', ({ rule }) => ruleArn(rule)],
  ['aws.events.rule-name', ({ rule }) => rule.name],
  ['aws.events.event.ingestion-time', ({ ingestedAt }) => formatTime(ingestedAt)],
  ['aws.events.event', ({ event }) => removeDetail(event)],
  ['aws.events.event.json', ({ event }) => event],
]);

export const isReserved = (name: string): boolean => VALUES.has(name);

/**
 * Returns the value of a predefined variable, which every input template can use.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined
 */
const findReservedValue = (name: string, occasion: MatchedEvent): Json | undefined =>
  VALUES.get(name)?.(occasion);

/** AWS writes `detailType` here, as LocalStack's recordings of AWS show. */
const removeDetail = ({ 'detail-type': detailType, detail: _, ...rest }: BusEvent): Json => ({
  ...rest,
  detailType,
});
