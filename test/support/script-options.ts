import { parseArgs } from 'node:util';

/** The exit code for options that a command does not accept, as in @willcall/cli. */
const USAGE = 2;

/** Ends the program, because its options cannot be used. */
export function endWithUsage(sentence: string): never {
  console.error(`${sentence} Try --help.`);
  process.exit(USAGE);
}

/**
 * Reads the options of a script in this folder. Ends the program with its help if that is requested, and
 * with one sentence and exit code 2 after an option that it does not have.
 *
 * @param names the options that take a text.
 * @param switches the options that take none.
 */
export function readScriptOptions<Name extends string, Switch extends string = never>(
  help: string,
  names: readonly Name[] = [],
  switches: readonly Switch[] = [],
): Partial<Record<Name, string>> & Partial<Record<Switch, true>> {
  const texts = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const booleans = Object.fromEntries(switches.map((name) => [name, { type: 'boolean' as const }]));
  const values = parseOrEnd({ ...texts, ...booleans, help: { type: 'boolean', short: 'h' } });
  if (values.help === true) {
    console.log(help);
    process.exit(0);
  }
  const given: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = values[name];
    if (typeof value === 'string') given[name] = value;
  }
  const set: Partial<Record<Switch, true>> = {};
  for (const name of switches) if (values[name] === true) set[name] = true;
  return { ...given, ...set };
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

function parseOrEnd(options: Options): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node adds how to pass such a word as a positional argument, and these scripts take none.
    return endWithUsage(error.message.replace(/\. [\s\S]*|\.?$/, '.'));
  }
}
