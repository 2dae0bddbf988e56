import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { BadSettingError } from '../../local-aws-error.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { Rule } from './rule.ts';

/** Where rules outlive a restart. */
export type RuleFile = {
  read(): Promise<readonly Rule[]>;
  /** MUST leave the old content or the new, never a part of it, wherever the process dies. */
  write(rules: readonly Rule[]): Promise<void>;
};

const Content = z.object({ version: z.literal(1), rules: z.array(Rule).readonly() });

const OWNER_ONLY = 0o600;

export const ruleFile = (path: string): RuleFile => ({
  read: async () => {
    const text = await readIfThere(path);
    if (text === undefined) return [];
    try {
      const { rules } = Content.parse(JSON.parse(text));
      for (const { eventPattern } of rules) parsePattern(eventPattern);
      return rules;
    } catch (error) {
      throw new BadSettingError(
        `The event rules in ${path} cannot be read: repair the file, or remove it to start without rules.`,
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

/** Rules that are forgotten with the process. */
export const noRuleFile: RuleFile = {
  read: async () => [],
  write: async () => undefined,
};

const writeSynced = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
