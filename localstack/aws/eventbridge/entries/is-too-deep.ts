import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const DEEPEST_NESTING = 1_000;

/** Whether a detail is nested deeper than PutEvents takes. Level by level: no stack would hold it. */
export const isTooDeep = (detail: JsonObject): boolean => {
  let level: readonly Json[] = [detail];
  for (let depth = 0; depth <= DEEPEST_NESTING && level.length > 0; depth += 1) {
    level = level.flatMap(children);
  }
  return level.length > 0;
};

const children = (value: Json): readonly Json[] => {
  if (isJsonList(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
};
