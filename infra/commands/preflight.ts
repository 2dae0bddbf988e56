import { Command, CommandError, withProgress } from '@willcall/cli';
import { numberOption, required, requireOptions } from '@willcall/cli/options';
import { DEFAULT_HOLD_SECONDS, MAX_HOLD_SECONDS, MIN_HOLD_SECONDS } from '@willcall/contracts';
import { regionWithCredentials } from '../src/command/aws-account.ts';
import {
  type DeployableStage,
  regionOption,
  STAGE_REQUIRED,
  stageOption,
} from '../src/command/stage-options.ts';
import { stageConfigurations } from '../src/configuration/stages.ts';
import { type AccountLimits, findLimits } from '../src/model/deployed-limits.ts';
import { runSale, type SaleProgress } from '../src/model/run-sale.ts';
import { readAccountLimits } from '../src/preflight/account-limits.ts';
import { openAccount } from '../src/preflight/inspected-account.ts';
import { saleChecks } from '../src/preflight/sale-checks.ts';

/** The options of the command line. */
export type PreflightOptions = {
  readonly stage: DeployableStage;
  readonly buyers: number;
  readonly tickets: number;
  readonly each: number;
  readonly within: number;
  readonly limit: boolean;
  /** Whether a payment provider takes the money, and how long tickets are held for it. */
  readonly paid: boolean;
  readonly holdSeconds: number;
  readonly region?: string;
  readonly gatewayRate?: number;
  /** Whether to ask the account. */
  readonly aws: boolean;
};

/** Where a stage is assumed to be, if the account is not asked. Only the queue's quota depends on it. */
const DEFAULT_REGION = 'eu-central-1';

export const command = (): Command =>
  new Command()
    .description(
      'Checks whether a stage would hold a sale. Simulates the sale with the configuration of the stage, and says what to change. Exits with 1 if the sale would not hold.',
    )
    .addOption(stageOption(required('dev, staging or prod')))
    .addOption(
      numberOption('--buyers <n>', required('buyers, each of whom asks once'), {
        least: 1,
        most: 5_000_000,
      }),
    )
    .addOption(
      numberOption('--tickets <n>', required('tickets of the show'), {
        least: 1,
        most: 1_000_000,
      }),
    )
    .addOption(
      numberOption('--each <n>', 'tickets that each buyer asks for', { least: 1, most: 8 }).default(
        1,
      ),
    )
    .addOption(
      numberOption('--within <seconds>', 'the time in which the buyers come, evenly', {
        least: 1,
        most: 86_400,
      }).default(60),
    )
    .option('--limit', 'the show limits its buyers', false)
    .option('--paid', 'a payment provider takes the money', false)
    .addOption(
      numberOption('--hold-seconds <n>', 'with --paid: how long tickets are held for a buyer', {
        least: MIN_HOLD_SECONDS,
        most: MAX_HOLD_SECONDS,
      }).default(DEFAULT_HOLD_SECONDS),
    )
    .option(
      '--aws',
      "asks the AWS account of the SDK's credentials for its executions and the warm throughput of the tables",
      false,
    )
    .addOption(
      numberOption(
        '--gateway-rate <n>',
        "the account's quota of API Gateway in requests a second (default: 10,000)",
        { least: 1, most: 1_000_000 },
      ),
    )
    .addOption(regionOption(`the AWS region (default: ${DEFAULT_REGION}, or with --aws its own)`))
    .addHelpText('after', help)
    .hook(
      'preAction',
      requireOptions({
        ...STAGE_REQUIRED,
        buyers: 'The number of buyers is required: --buyers 100000.',
        tickets: 'The number of tickets is required: --tickets 10000.',
      }),
    )
    .action((options: PreflightOptions) =>
      withProgress((progress) =>
        runPreflight(options, {
          readAccount: async (stage, region) =>
            readAccountLimits(openAccount(await regionWithCredentials(region)), stage, console.log),
          print: console.log,
          onProgress: ({ seconds, answered }) =>
            progress.show(`simulated ${seconds} s: ${answered.toLocaleString('en')} answered`),
        }),
      ),
    );

const help = `
Example:
  npx --no-install willcall preflight --stage prod --buyers 100000 --tickets 10000

The model is that of npm run model, which also prints costs and conflicts. AWS publishes no times of its
services: those of the model are assumptions. Rehearse with npm run load as well.

The quota of API Gateway is printed by
  aws service-quotas get-service-quota --service-code apigateway --quota-code L-8A5B8E43`;

/** The dependencies of the command, replaced in tests. */
export type PreflightDependencies = {
  /** Asks the account what it allows. Prints what it cannot ask. */
  readonly readAccount: (
    stage: DeployableStage,
    region: string | undefined,
  ) => Promise<AccountLimits>;
  readonly print: (line: string) => void;
  readonly onProgress: (progress: SaleProgress) => void;
};

/**
 * Simulates a sale on a stage, and prints one line for each check: `ok`, or `no` with what to change.
 *
 * @throws CommandError if the sale would not hold
 */
export async function runPreflight(
  options: PreflightOptions,
  { readAccount, print, onProgress }: PreflightDependencies,
): Promise<void> {
  const { stage, buyers, tickets, each, within, limit, region, aws, gatewayRate } = options;
  const { paid, holdSeconds } = options;
  const account = aws ? await readAccount(stage, region) : { region: region ?? DEFAULT_REGION };
  const configuration = stageConfigurations[stage];
  const limits = findLimits(configuration, {
    ...account,
    ...(gatewayRate === undefined ? {} : { gatewayRate }),
  });
  const sale = {
    buyers,
    tickets,
    ticketsEach: each,
    withinSeconds: within,
    hasLimit: limit,
    seed: 1,
  };
  const result = await runSale(sale, limits, onProgress);
  const simulated = {
    ...{ sale, configuration, limits, result },
    ...(paid ? { holdSeconds } : {}),
  };
  let problems = 0;
  for (const { states, find } of saleChecks) {
    const found = find(simulated);
    if (found.length === 0) print(`ok  ${states(simulated)}`);
    for (const sentence of found) print(`no  ${sentence}`);
    problems += found.length;
  }
  if (problems > 0) {
    throw new CommandError(
      `Stage ${stage} would not hold this sale. Each line above that begins with "no" says what to change.`,
    );
  }
  const { soldOutAfter } = result;
  const sold =
    soldOutAfter === undefined
      ? 'does not sell out'
      : `sells out after ${soldOutAfter.toFixed(1)} s`;
  print(`Stage ${stage} holds this sale: the show ${sold}.`);
}
