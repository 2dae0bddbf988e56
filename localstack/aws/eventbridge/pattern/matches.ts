import type { JsonObject } from '../json.ts';
import { type Elements, type EventFields, eventFields } from './event-fields.ts';
import type { EventPattern, FieldTest } from './event-pattern.ts';

/**
 * Whether an event matches a pattern.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const matches = ({ alternatives }: EventPattern, event: JsonObject): boolean => {
  const fields = eventFields(event);
  return alternatives.some((tests) => hold(tests, fields, new Map()));
};

/** Values from different elements of one array never make a match together. */
const hold = (tests: readonly FieldTest[], fields: EventFields, within: Elements): boolean => {
  const [test, ...rest] = tests;
  if (test === undefined) return true;
  const found = fields.get(test.path);
  if (found === undefined) return test.mayBeAbsent && hold(rest, fields, within);
  return found.some(
    ({ value, elements }) =>
      compatible(elements, within) &&
      test.anyOf.some((accepts) => accepts(value)) &&
      hold(rest, fields, new Map([...within, ...elements])),
  );
};

const compatible = (elements: Elements, within: Elements): boolean =>
  [...elements].every(([array, index]) => (within.get(array) ?? index) === index);
