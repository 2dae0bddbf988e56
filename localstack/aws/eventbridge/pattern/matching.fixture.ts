import type { Json, JsonObject } from '../../json.ts';
import { matches } from './matches.ts';
import { parsePattern } from './parse-pattern.ts';

export type Case = readonly [pattern: JsonObject, event: JsonObject];

export const matching = ([pattern, event]: Case): boolean =>
  matches(parsePattern(JSON.stringify(pattern)), event);

/** Creates cases with one field in the detail, as in most AWS examples. */
export const inDetail =
  (name: string) =>
  (...values: readonly (readonly [pattern: Json, value: Json])[]): readonly Case[] =>
    values.map(([pattern, value]) => [
      { detail: { [name]: [pattern] } },
      { detail: { [name]: value } },
    ]);
