import type { JsonObject } from '../json.ts';
import type { EventPattern } from '../pattern/event-pattern.ts';
import { matches } from '../pattern/matches.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import type { Rule } from './rule.ts';
import type { RuleFile } from './rule-file.ts';

export type RuleStore = {
  find(bus: string, name: string): Rule | undefined;
  /** The rules of a bus by name. */
  ofBus(bus: string): readonly Rule[];
  /** The enabled rules of a bus that an event matches. */
  matching(bus: string, event: JsonObject): readonly Rule[];
  /** Takes effect at once; the promise is that it is kept. */
  put(rule: Rule): Promise<void>;
  remove(rule: Rule): Promise<void>;
};

type Kept = { readonly rule: Rule; readonly pattern: EventPattern };

/** Opens the rules that a file holds. */
export const openRuleStore = async (file: RuleFile): Promise<RuleStore> => {
  const kept = new Map<string, Kept>();
  const remember = (rule: Rule): void => {
    kept.set(keyOf(rule.bus, rule.name), { rule, pattern: parsePattern(rule.eventPattern) });
  };
  for (const rule of await file.read()) remember(rule);
  const all = (): readonly Rule[] => [...kept.values()].map(({ rule }) => rule);
  let writing: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    // One after the other, so that the last to be renamed is the newest; a failure ends only its own.
    writing = writing.catch(() => undefined).then(() => file.write(all()));
    return writing;
  };
  return {
    find: (bus, name) => kept.get(keyOf(bus, name))?.rule,
    ofBus: (bus) =>
      all()
        .filter((rule) => rule.bus === bus)
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    matching: (bus, event) =>
      [...kept.values()]
        .filter(({ rule }) => rule.bus === bus && rule.state === 'ENABLED')
        .filter(({ pattern }) => matches(pattern, event))
        .map(({ rule }) => rule),
    put: async (rule) => {
      remember(rule);
      await save();
    },
    remove: async ({ bus, name }) => {
      kept.delete(keyOf(bus, name));
      await save();
    },
  };
};

const keyOf = (bus: string, name: string): string => JSON.stringify([bus, name]);
