import '@willcall/topology';
import { INTERRUPTED } from '../../cli/interrupted.ts';
import { runCommand } from '../../cli/run-command.ts';
import { stopOnSignals } from '../../cli/stop-on-signals.ts';
import { HELP } from './help.ts';
import { seatsOptions } from './options.ts';
import { runSeats } from './run-seats.ts';

await runCommand(async () => {
  const options = seatsOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const interrupt = new AbortController();
  const running = runSeats(options, interrupt.signal);
  stopOnSignals(async () => {
    interrupt.abort();
    // Printed here too: the process ends before the lines below are reached.
    const { lines } = await running.catch((error: unknown) => ({ lines: [`${error}`] }));
    console.log(lines.join('\n'));
    process.exit(INTERRUPTED);
  });
  const { lines, ok } = await running;
  if (interrupt.signal.aborted) return;
  console.log(lines.join('\n'));
  if (!ok) process.exitCode = 1;
});
