import { CommandError, exitCodes, interruptible, type Progress, withProgress } from '@willcall/cli';
import { startLocalAws } from '@willcall/localstack';
import { explain } from '@willcall/localstack/commands/explain';
import { findChild, listsChildren } from '../support/local-children.ts';
import { compareStacks } from './against/compare-stacks.ts';
import { formatComparison } from './against/format-comparison.ts';
import { type BenchCommand, readBenchOptions } from './bench-options.ts';
import type { BenchReport } from './report/bench-report.ts';
import { formatReport } from './report/format-report.ts';
import { writeReport } from './report/write-report.ts';
import { countWrongTickets, fullPlan, quickPlan, runBench } from './run-bench.ts';

// Logs and metrics would be a part of willcall's figures only.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

/** Runs the bench on a local AWS of its own, which Ctrl-C stops too. */
const measure = (isQuick: boolean, progress: Progress): Promise<BenchReport> =>
  interruptible(async (signal) => {
    const aws = await startLocalAws({ signal });
    try {
      return await runBench(aws, isQuick ? quickPlan : fullPlan, {
        signal,
        dynamodbPid: listsChildren ? findChild(process.pid, 'dynamodb') : undefined,
        onStep: (step) => progress.show(step),
      });
    } finally {
      await aws.stop();
    }
  });

/** Enough buyers that the servers' compilers settle, and enough pairs for a median on a busy machine. */
const COMPARISON = { buyers: 2_000, pairs: 5 };
const QUICK_COMPARISON = { buyers: 1_000, pairs: 1 };

const compare = async (ref: string, { isQuick, isJson }: BenchCommand): Promise<void> => {
  const comparison = await withProgress((progress) =>
    interruptible((signal) =>
      compareStacks({
        ref,
        ...(isQuick ? QUICK_COMPARISON : COMPARISON),
        signal,
        onStep: (step) => progress.show(step),
      }),
    ),
  );
  console.log(isJson ? JSON.stringify(comparison) : formatComparison(comparison));
};

async function run(): Promise<void> {
  const command = readBenchOptions();
  const { isQuick, isJson, against, folder } = command;
  if (against !== undefined) return await compare(against, command);
  const report = await withProgress((progress) => measure(isQuick, progress));
  const files = await writeReport(report, folder);
  console.log(isJson ? JSON.stringify(report) : formatReport(report));
  console.error(`Wrote ${files.join(', ')}.`);
  if (countWrongTickets(report) > 0) process.exitCode = exitCodes.failed;
}

try {
  await run();
} catch (error) {
  const explained = explain(error);
  if (!(explained instanceof CommandError)) throw error;
  if (explained.exitCode !== exitCodes.interrupted) console.error(explained.message);
  process.exit(explained.exitCode);
}
