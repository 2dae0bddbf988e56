import { randomUUID } from 'node:crypto';
import { startProgress } from '@willcall/cli';
import { INTERRUPTED } from '../../cli/interrupted.ts';
import { runCommand } from '../../cli/run-command.ts';
import { stopOnSignals } from '../../cli/stop-on-signals.ts';
import { installArtillery } from './artillery/install-artillery.ts';
import { HELP } from './help.ts';
import { type LoadOptions, loadOptions } from './options.ts';
import type { LoadReport } from './report/load-report.ts';
import { printedReport } from './report/printed-report.ts';
import { makeReportFolder, type ReportFolder } from './report/report-folder.ts';
import { runLoad } from './run-load.ts';
import { loadShape } from './shape/load-shape.ts';
import { openTarget } from './target/open-target.ts';

await runCommand(async () => {
  const options = loadOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  // Said before anything is installed or started.
  loadShape(options.scenario, options.shape);
  const interrupt = new AbortController();
  const loaded = load(options, interrupt.signal);
  stopOnSignals(async () => {
    interrupt.abort();
    await loaded.catch(() => undefined);
    process.exit(INTERRUPTED);
  });
  const outcome = await loaded;
  if (outcome === undefined) return;
  const { report, files } = outcome;
  console.log(options.json ? JSON.stringify(report) : printedReport(report));
  console.error(`Report: ${files.page}`);
  if (!report.ok) process.exitCode = 1;
});

/** The report, or undefined when it was interrupted; whatever was started has ended by then. */
async function load(
  options: LoadOptions,
  interrupt: AbortSignal,
): Promise<{ report: LoadReport; files: ReportFolder } | undefined> {
  try {
    return await loadTarget(options, interrupt);
  } catch (error) {
    if (interrupt.aborted) return undefined;
    throw error;
  }
}

async function loadTarget(options: LoadOptions, interrupt: AbortSignal) {
  switch (options.target.kind) {
    case 'local':
      console.error('Looking for the stack of npm start, or starting one');
      break;
    case 'localstack':
      console.error('Looking for LocalStack, or starting it');
      break;
    case 'deployed':
      break;
  }
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
