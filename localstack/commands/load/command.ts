import { randomUUID } from 'node:crypto';
import {
  Command,
  exitCodes,
  interruptible,
  Option,
  startProgress,
  UsageError,
} from '@willcall/cli';
import { jsonOption, numberOption, showOption } from '@willcall/cli/options';
import { expectLocalBackend } from '../../stage/backend/choose-backend.ts';
import { installArtillery } from './artillery.ts';
import { formatLoadReport, type LoadReport } from './report.ts';
import { makeReportFolder, type ReportFolder } from './report-page.ts';
import { type LoadOptions, runLoad } from './run-load.ts';
import { makeLoadShape, type Scenario, scenarios } from './shape.ts';
import { openTarget } from './target.ts';
import { parseTarget } from './target-option.ts';

/** The options as commander parses them. */
type ParsedOptions = {
  readonly scenario: Scenario;
  readonly target: string;
  readonly token: readonly string[];
  readonly tokens?: string;
  readonly adminToken?: string;
  readonly show?: string;
  readonly tickets?: number;
  readonly rate?: number;
  readonly duration?: number;
  readonly report?: string;
  readonly acceptP99?: number;
  readonly decisionP99?: number;
  readonly json?: boolean;
};

const MOST_TICKETS = 100_000;
/** Above this rate, artillery's microsecond clock creates more arrivals than requested. */
const HIGHEST_RATE = 1_000;
const LONGEST_SECONDS = 3_600;
const LONGEST_LATENCY_MS = 600_000;

export const command = (): Command =>
  new Command('load')
    .description(
      'Runs a load test in which buyers request tickets and poll for the decision as Retry-After says, and audits the sale.',
    )
    .addOption(
      new Option('--scenario <name>', 'how buyers arrive; see below')
        .argParser(parseScenario)
        .default('on-sale'),
    )
    .addOption(limitedOption('--tickets <n>', "the show's capacity, 1 to 100000", MOST_TICKETS))
    .addOption(
      limitedOption(
        '--rate <n>',
        'buyers in the busiest second (quiet-day: in the busiest minute), 1 to 1000',
        HIGHEST_RATE,
      ),
    )
    .addOption(
      limitedOption(
        '--duration <s>',
        'seconds in which the buyers arrive, 1 to 3600',
        LONGEST_SECONDS,
      ),
    )
    .option(
      '--report <folder>',
      'the folder for report.html and its data (default: .willcall/load/TIME)',
    )
    .addOption(
      limitedOption(
        '--accept-p99 <ms>',
        'fails unless the 99th percentile of the accept latency is below this',
        LONGEST_LATENCY_MS,
      ),
    )
    .addOption(
      limitedOption(
        '--decision-p99 <ms>',
        'the same for the time to decision (default: no limit)',
        LONGEST_LATENCY_MS,
      ),
    )
    .addOption(jsonOption('prints the report as one JSON object'))
    .option('--target <target>', 'the stage to test: local, localstack, or a URL', 'local')
    .addOption(
      new Option('--token <token>', "a buyer's token; can be repeated")
        .argParser((text: string, others: readonly string[]) => [...others, text])
        .default([], 'none'),
    )
    .option('--tokens <file>', 'a file with one token per line, which buyers use in turn')
    .option('--admin-token <token>', "an admin's token, to create a show on a deployed stage")
    .addOption(
      showOption('an existing show on a deployed stage, with no other buyers during the test'),
    )
    .addHelpText('after', help)
    .action(async (parsed: ParsedOptions) => {
      const options = resolveLoadOptions(parsed);
      if (options.target.kind !== 'deployed') {
        expectLocalBackend(process.env, {
          command: `load --target ${options.target.kind}`,
          instead: 'to load a deployed stage, name its address: --target https://…',
        });
      }
      // Printed before anything is installed or started.
      makeLoadShape(options.scenario, options.shape);
      const { report, files } = await interruptible((interrupt) => runCommand(options, interrupt));
      console.log(options.json ? JSON.stringify(report) : formatLoadReport(report));
      console.error(`Report: ${files.page}`);
      if (!report.ok) process.exitCode = exitCodes.failed;
    });

const help = `
Scenarios:
  on-sale    a ramp, with a hundred buyers for each ticket
  quiet-day  a few buyers a minute, with a day compressed into a minute
  replay     a real on-sale: 134 requests in the peak second, sold out in 13 s
  In each, 5 % of the buyers send their request twice with the same key, and 1 % have an invalid card.

Example:
  npx --no-install willcall load --scenario on-sale --tickets 20

The first run installs artillery in test/load (about 500 MB). The target local is the stack that npm start
runs, or else a temporary stack in memory.

A deployed stage, https://…, requires a buyer's token, and an admin's token or a show. The audit reads its
tables if the environment has the variables of npm run audit. Otherwise, it compares the buyers' answers
with the show's counters.

The exit code is 1 if a buyer gets an unexpected answer or no answer, or if a threshold or the audit fails.`;

const limitedOption = (flags: string, description: string, most: number): Option =>
  numberOption(flags, description, { least: 1, most });

function parseScenario(text: string): Scenario {
  const scenario = scenarios.find((name) => name === text);
  if (scenario !== undefined) return scenario;
  throw new UsageError(`--scenario ${text} is not a scenario: use ${scenarios.join(', ')}.`);
}

/** Parses the options of a load. @throws UsageError if options contradict each other */
export const resolveLoadOptions = ({
  scenario,
  target,
  token,
  tokens,
  adminToken,
  show,
  tickets,
  rate,
  duration,
  report,
  acceptP99,
  decisionP99,
  json = false,
}: ParsedOptions): LoadOptions => ({
  scenario,
  target: parseTarget(target, { tokens: token, tokensFile: tokens, adminToken, showId: show }),
  shape: { tickets, rate, durationSeconds: duration },
  limits: { acceptP99, decisionP99 },
  reportFolder: report,
  json,
});

const OPENING_MESSAGES = {
  local: 'Finding the running stack, or starting one',
  localstack: 'Finding LocalStack, or starting it',
  deployed: undefined,
} as const;

/** Returns the report after everything it started has ended. @throws the signal's reason */
async function runCommand(
  options: LoadOptions,
  interrupt: AbortSignal,
): Promise<{ readonly report: LoadReport; readonly files: ReportFolder }> {
  const message = OPENING_MESSAGES[options.target.kind];
  if (message !== undefined) console.error(message);
  const target = await openTarget(options.target);
  const brokenStack = new AbortController();
  target.unexpectedEnd.then((reason) => brokenStack.abort(reason));
  const progress = startProgress();
  try {
    await installArtillery((line) => console.error(line), interrupt);
    interrupt.throwIfAborted();
    const files = await makeReportFolder(options.reportFolder, new Date());
    console.error(`Loading ${target.description}: ${options.scenario}`);
    const report = await runLoad({
      options,
      target,
      files,
      runId: randomUUID(),
      progress,
      signal: AbortSignal.any([interrupt, brokenStack.signal]),
    });
    return { report, files };
  } finally {
    progress.end();
    await target.stop();
  }
}
