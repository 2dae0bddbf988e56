import { ShowId } from '@willcall/contracts';
import { type Command, Option } from 'commander';
import { UsageError } from './errors.ts';

type Range = {
  readonly least: number;
  readonly most: number;
  /** A word that is allowed instead of a number. */
  readonly orWord?: string;
};

/** An option such as `--tickets <n>`: a whole number in a range. */
export const numberOption = (
  flags: string,
  description: string,
  { least, most, orWord }: Range,
): Option => {
  const option = new Option(flags, description);
  const or = orWord === undefined ? '' : `, or ${orWord}`;
  return option.argParser((text) => {
    if (text === orWord) return text;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(
      `${option.long} ${text} is not valid: it must be a whole number from ${least} to ${most}${or}.`,
    );
  });
};

/** An option such as `--format <format>` that accepts a few words. */
export const choiceOption = (
  flags: string,
  description: string,
  choices: readonly string[],
): Option => {
  const option = new Option(flags, description).choices(choices);
  return option.argParser((text) => {
    if (choices.includes(text)) return text;
    throw new UsageError(
      `${option.long} ${text} is not valid: it must be ${choices.join(' or ')}.`,
    );
  });
};

/**
 * Marks the description of an option that `requireOptions` names, or that is required in another way.
 */
export const required = (description: string): string => `${description} (required)`;

/**
 * A `preAction` hook that throws the sentence of the first missing option. Commander checks its own
 * mandatory options before unknown ones. A user who types `--shwo` would then never see `did you
 * mean --show?`.
 */
export const requireOptions =
  (sentences: Readonly<Record<string, string>>) =>
  (command: Command): void => {
    for (const [name, sentence] of Object.entries(sentences)) {
      if (command.getOptionValue(name) === undefined) throw new UsageError(sentence);
    }
  };

/** The option `--show <id>`. */
export const showOption = (description = required('the id of the show')): Option =>
  new Option('--show <id>', description).argParser((text) => {
    if (ShowId.safeParse(text).success) return text;
    throw new UsageError(`--show ${text} is not a show id.`);
  });

/** The option `--json`, for scripts. */
export const jsonOption = (description = 'prints one JSON object'): Option =>
  new Option('--json', `${description}; progress goes to standard error`);
