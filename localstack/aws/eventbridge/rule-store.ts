import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import { UnreadableFileError } from '../local-aws-error.ts';
import { hasCode, OWNER_ONLY } from '../process/make-folder.ts';
import type { EventPattern } from './pattern/event-pattern.ts';
import { matches } from './pattern/matches.ts';
import { parsePattern } from './pattern/parse-pattern.ts';
import { Rule } from './rule.ts';

export type RuleStore = {
  find(bus: string, name: string): Rule | undefined;
  /** Returns the rules of a bus, sorted by name. */
  list(bus: string): readonly Rule[];
  /** Returns the enabled rules of a bus that match an event. */
  findMatching(bus: string, event: JsonObject): readonly Rule[];
  /** Takes effect at once. The promise settles when the rule is stored. */
  put(rule: Rule): Promise<void>;
  remove(rule: Rule): Promise<void>;
};

type Kept = { readonly rule: Rule; readonly pattern: EventPattern };

/** Opens a store with the rules in a file. */
export const openRuleStore = async (file: RuleFile): Promise<RuleStore> => {
  const kept = new Map<string, Kept>();
  const remember = (rule: Rule): void => {
    kept.set(keyOf(rule.bus, rule.name), { rule, pattern: parsePattern(rule.eventPattern) });
  };
  for (const rule of await file.read()) remember(rule);
  const all = (): readonly Rule[] => [...kept.values()].map(({ rule }) => rule);
  let writing: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    // Writes run one after another, so the newest state wins. A failed write does not stop later ones.
    writing = writing.catch(() => undefined).then(() => file.write(all()));
    return writing;
  };
  return {
    find: (bus, name) => kept.get(keyOf(bus, name))?.rule,
    list: (bus) =>
      all()
        .filter((rule) => rule.bus === bus)
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    findMatching: (bus, event) =>
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

/** Keeps rules across restarts. */
type RuleFile = {
  read(): Promise<readonly Rule[]>;
  /** MUST be atomic, even if the process is killed. */
  write(rules: readonly Rule[]): Promise<void>;
};

const Content = z.object({ version: z.literal(1), rules: z.array(Rule).readonly() });

export const createRuleFile = (path: string): RuleFile => ({
  read: async () => {
    const text = await readIfExists(path);
    if (text === undefined) return [];
    try {
      const { rules } = Content.parse(JSON.parse(text));
      for (const { eventPattern } of rules) parsePattern(eventPattern);
      return rules;
    } catch (error) {
      throw new UnreadableFileError(
        path,
        `The event rules in ${path} could not be read. Repair the file, or delete it to start without rules.`,
        { cause: error },
      );
    }
  },
  write: async (rules) => {
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeSynced(
        draft,
        JSON.stringify({ version: 1, rules } satisfies z.input<typeof Content>),
      );
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  },
});

/** Keeps nothing. */
export const noRuleFile: RuleFile = {
  read: async () => [],
  write: async () => undefined,
};

const writeSynced = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', OWNER_ONLY.file);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};

const readIfExists = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};
