import { isJsonList, isJsonObject, type Json, jsonChildren } from '../../json.ts';

const STEP = /\.([\w/-]+|\*)|\[(\d+|\*)\]/gy;

/** Returns the value at a path, or undefined if it does not exist. */
type JsonPath = (from: Json) => Json | undefined;

/**
 * Parses a JSON path as EventBridge supports it: dots, dashes, underscores, slashes, array indices, and
 * wildcards, which return a list. Returns undefined for any other path.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export const parseJsonPath = (text: string): JsonPath | undefined => {
  const steps = text.startsWith('$') ? parseSteps(text.slice(1)) : undefined;
  return steps && ((from) => follow(from, steps));
};

const parseSteps = (text: string): readonly string[] | undefined => {
  const found = [...text.matchAll(STEP)];
  const length = found.reduce((sum, [step]) => sum + step.length, 0);
  return length === text.length ? found.map(([, name, index]) => name ?? index ?? '') : undefined;
};

const follow = (from: Json, [step, ...rest]: readonly string[]): Json | undefined => {
  if (step === undefined) return from;
  if (step === '*') {
    return jsonChildren(from)
      .map((child) => follow(child, rest))
      .filter((value) => value !== undefined);
  }
  const child = findChild(from, step);
  return child === undefined ? undefined : follow(child, rest);
};

const findChild = (value: Json, step: string): Json | undefined => {
  if (isJsonList(value)) return value[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
};
