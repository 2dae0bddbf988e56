import { startProgress } from '@willcall/cli';
import { runCommand } from '../../cli/run-command.ts';
import { stopOnSignals } from '../../cli/stop-on-signals.ts';
import { openDemoStack } from '../demo-stack.ts';
import { HELP } from './help.ts';
import { type DemoOptions, demoOptions } from './options.ts';
import type { DemoReport } from './report/demo-report.ts';
import { printedReport } from './report/printed-report.ts';
import { runDemo } from './run-demo.ts';

/** As shells report a command that Ctrl-C has ended: 128 + SIGINT. */
const INTERRUPTED = 130;

await runCommand(async () => {
  const options = demoOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const interrupt = new AbortController();
  const demonstrated = demonstrate(options, interrupt.signal);
  stopOnSignals(async () => {
    interrupt.abort();
    await demonstrated.catch(() => undefined);
    process.exit(INTERRUPTED);
  });
  const report = await demonstrated;
  if (report === undefined) return;
  console.log(options.json ? JSON.stringify(report) : printedReport(report));
  if (!report.ok) process.exitCode = 1;
});

/** The report, or undefined when it was interrupted; whatever was started has ended by then. */
async function demonstrate(
  options: DemoOptions,
  interrupt: AbortSignal,
): Promise<DemoReport | undefined> {
  console.error('Looking for the stack of npm start, or starting one');
  const stack = await openDemoStack();
  const brokenStack = new AbortController();
  stack.unexpectedEnd.then((reason) => brokenStack.abort(reason));
  const progress = startProgress();
  try {
    if (!interrupt.aborted) console.error(`Selling on ${stack.description}`);
    return await runDemo(
      stack,
      options,
      progress,
      AbortSignal.any([interrupt, brokenStack.signal]),
    );
  } catch (error) {
    if (interrupt.aborted) return undefined;
    throw error;
  } finally {
    progress.end();
    await stack.stop();
  }
}
