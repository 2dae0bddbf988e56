import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endWithUsage, readScriptOptions } from '../support/script-options.ts';
import type { ModelPlan } from './model-report.ts';

export type ModelCommand = {
  readonly plan: ModelPlan;
  readonly isJson: boolean;
  /** The folder of the report, which exists. */
  readonly folder: string;
};

/** In a folder that git ignores. */
const DEFAULT_FOLDER = join(import.meta.dirname, '../../.willcall/model');
const STAGES = ['dev', 'staging', 'prod'] as const;

const HELP = `Usage: npm run model [-- options]

Simulates a sale on a deployed stage, in simulated time: API Gateway, the queue, Lambda's pollers, the
worker's own code, and DynamoDB's transactions and limits. Prints when the show is sold out, when everybody
is answered, what binds, what it costs, and what to raise. The same options give the same result. A million
buyers take a few minutes. AWS publishes no times, so those are assumptions: the report lists each constant
with its source.

Options:
  --buyers <n>        buyers, each of whom asks once: 1 to 5,000,000 (default: 100,000)
  --tickets <n>       tickets of the show: 1 to 1,000,000 (default: 10,000)
  --each <n>          tickets that each buyer asks for: 1 to 8 (default: 1)
  --within <seconds>  the time in which the buyers come, evenly: 1 to 86,400 (default: 60)
  --limit             the show limits its buyers, and keeps a ledger of each
  --stage <stage>     the configuration of dev, staging or prod (default: prod)
  --region <region>   the AWS region, whose queue quota applies (default: eu-central-1)
  --seed <n>          chooses the chance of the simulation: 1 to 1,000,000 (default: 1)
  --sweep             also measures conflicts for 1 to 256 workers on 1 to 64 stock shards, with workers that
                      choose a shard at random and with those that settle; takes a few minutes
  --cancel            also cancels the show after the sale: when all its purchases are cancelled, by the job's own
                      code
  --json              prints the report as one JSON object; progress goes to standard error
  --out <folder>      the folder for model.json, and conflicts.svg with --sweep (default: .willcall/model)
  -h, --help          shows this help text`;

/** Reads the options of `npm run model`. Ends the program if they cannot be used. */
export function readModelOptions(): ModelCommand {
  const given = readScriptOptions(
    HELP,
    ['buyers', 'tickets', 'each', 'within', 'stage', 'region', 'seed', 'out'],
    ['limit', 'sweep', 'cancel', 'json'],
  );
  const { out = DEFAULT_FOLDER, region = 'eu-central-1' } = given;
  const stage = STAGES.find((each) => each === (given.stage ?? 'prod'));
  if (stage === undefined)
    endWithUsage(`--stage ${given.stage} is not a stage: use dev, staging, or prod.`);
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) {
    endWithUsage(`--region ${region} is not an AWS region, such as eu-central-1.`);
  }
  const plan = {
    stage,
    region,
    sweeps: given.sweep === true,
    cancels: given.cancel === true,
    sale: {
      buyers: readNumber('buyers', given.buyers, 100_000, 5_000_000),
      tickets: readNumber('tickets', given.tickets, 10_000, 1_000_000),
      ticketsEach: readNumber('each', given.each, 1, 8),
      withinSeconds: readNumber('within', given.within, 60, 86_400),
      hasLimit: given.limit === true,
      seed: readNumber('seed', given.seed, 1, 1_000_000),
    },
  };
  const folder = resolve(out);
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    endWithUsage(`--out ${out} is not valid: the folder cannot be made.`);
  }
  return { plan, isJson: given.json === true, folder };
}

function readNumber(name: string, text: string | undefined, byDefault: number, most: number) {
  if (text === undefined) return byDefault;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  return endWithUsage(
    `--${name} ${text} is not valid: it must be a whole number from 1 to ${most}.`,
  );
}
