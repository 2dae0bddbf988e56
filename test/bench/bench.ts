import { CommandError, exitCodes, interruptible, type Progress, withProgress } from '@willcall/cli';
import { startLocalAws } from '@willcall/localstack';
import { explain } from '@willcall/localstack/commands/explain';
import { findChild, listsChildren } from '../support/local-children.ts';
import { readBenchOptions } from './bench-options.ts';
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

async function run(): Promise<void> {
  const { isQuick, isJson, folder } = readBenchOptions();
  const report = await withProgress((progress) => measure(isQuick, progress));
  const files = await writeReport(report, folder);
  console.log(isJson ? JSON.stringify(report) : formatReport(report));
  console.error(`Wrote ${files.join(' and ')}.`);
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
