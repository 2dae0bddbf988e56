import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type JsonScalar,
} from '../../json.ts';
import type { EventPattern, FieldTest } from './event-pattern.ts';

/** The array elements that contain a value, by array number, outermost first. */
type Elements = ReadonlyMap<number, number>;

type Field = { readonly value: JsonScalar; readonly elements: Elements };

/** The values of an event by their path. */
type EventFields = ReadonlyMap<string, readonly Field[]>;

/**
 * Whether an event matches a pattern.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const matches = ({ alternatives }: EventPattern, event: JsonObject): boolean => {
  const fields = flattenEvent(event);
  return alternatives.some((tests) => matchTests(tests, fields, new Map()));
};

/** Values from different elements of one array never match together. */
const matchTests = (
  tests: readonly FieldTest[],
  fields: EventFields,
  within: Elements,
): boolean => {
  const [test, ...rest] = tests;
  if (test === undefined) return true;
  const found = fields.get(test.path);
  if (found === undefined) return test.canBeAbsent && matchTests(rest, fields, within);
  return found.some(
    ({ value, elements }) =>
      isCompatible(elements, within) &&
      test.anyOf.some((accepts) => accepts(value)) &&
      matchTests(rest, fields, new Map([...within, ...elements])),
  );
};

const isCompatible = (elements: Elements, within: Elements): boolean =>
  [...elements].every(([array, index]) => (within.get(array) ?? index) === index);

/**
 * Flattens an event into its leaf values. Arrays are not part of the path, and an empty array or object
 * leaves no value, so `exists` works on leaves only.
 * Source: https://github.com/aws/event-ruler#json-array-matching
 */
const flattenEvent = (event: JsonObject): EventFields => {
  const fields = new Map<string, Field[]>();
  let arrays = 0;
  const visit = (value: Json, path: string, elements: Elements): void => {
    if (isJsonObject(value)) {
      for (const [name, child] of Object.entries(value)) {
        visit(child, path === '' ? name : `${path}.${name}`, elements);
      }
    } else if (isJsonList(value)) {
      const array = arrays++;
      for (const [index, child] of value.entries()) {
        visit(child, path, new Map(elements).set(array, index));
      }
    } else {
      const known = fields.get(path);
      if (known === undefined) fields.set(path, [{ value, elements }]);
      else known.push({ value, elements });
    }
  };
  visit(event, '', new Map());
  return fields;
};
