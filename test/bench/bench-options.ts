import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endWithUsage, readScriptOptions } from '../support/script-options.ts';

export type BenchCommand = {
  readonly isQuick: boolean;
  readonly isJson: boolean;
  /** The git ref whose stack is measured against this one's. Undefined for the ways of selling. */
  readonly against: string | undefined;
  /** The folder of the report, which exists. */
  readonly folder: string;
};

/** In a folder that git ignores. */
const DEFAULT_FOLDER = join(import.meta.dirname, '../../.willcall/bench');

const HELP = `Usage: npm run bench [-- options]

Sells tickets in several ways on one local AWS, one after the other, to the same buyers: with a transaction
per ticket, with an execution log, by reading and then putting, and with willcall's worker. Prints for each
what a purchase takes: CPU, capacity units, calls and conflicts, with 1, 4, 16 and 64 calls at once. Then
kills the process that sells, sells the rest, and compares the stock with the records. Takes about five
minutes on a free machine. Exits with 1 if willcall has a wrong ticket.

Rates and CPU times are those of this machine, so compare them only within one run. DynamoDB Local never
raises a conflict. The bench adds those that AWS raises, and measures each way without them too.

With --against, it compares the whole local stack with that of a git ref instead: both run side by side, and
sell to the same buyers in turns. It prints the CPU of all servers per purchase. Takes about ten minutes.

Options:
  --against <ref> compares the local stack with the one of a commit, a tag or a branch
  --quick         takes under three minutes: fewer purchases, 1 and 16 at once, one kill; with --against, one pair
  --json          prints the report as one JSON object; progress goes to standard error
  --out <folder>  the folder for bench.json, bench.md and bench.svg (default: .willcall/bench)
  -h, --help      shows this help text`;

/** Reads the options of `npm run bench`. Ends the program if they cannot be used. */
export function readBenchOptions(): BenchCommand {
  const options = readScriptOptions(HELP, ['out', 'against'], ['quick', 'json']);
  const { out = DEFAULT_FOLDER, against, quick, json } = options;
  const folder = resolve(out);
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    endWithUsage(`--out ${out} is not valid: the folder cannot be made.`);
  }
  return { isQuick: quick === true, isJson: json === true, against, folder };
}
