import { isJsonList, isJsonObject, type Json, type JsonObject, type JsonScalar } from '../json.ts';

/** Which element of which array a value lies in, outermost first; arrays are numbered. */
export type Elements = ReadonlyMap<number, number>;

export type Field = { readonly value: JsonScalar; readonly elements: Elements };

/** The values of an event by their path. */
export type EventFields = ReadonlyMap<string, readonly Field[]>;

/**
 * Takes an event apart into its leaf values. Arrays disappear from the path, and an empty array or
 * object leaves nothing behind, which is why `exists` works on leaves only.
 * Source: https://github.com/aws/event-ruler#json-array-matching
 */
export const eventFields = (event: JsonObject): EventFields => {
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
