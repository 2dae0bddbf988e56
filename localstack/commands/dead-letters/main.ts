import '@willcall/topology';
import { runCommand } from '../../cli/run-command.ts';
import { stopOnSignals } from '../../cli/stop-on-signals.ts';
import { readRunningStack } from '../../stage/running-stack.ts';
import { HELP } from './help.ts';
import { deadLettersOptions } from './options.ts';
import { openPlaces } from './places.ts';
import { runDeadLetters } from './run-dead-letters.ts';

/** As shells report a command that Ctrl-C has ended: 128 + SIGINT. */
const INTERRUPTED = 130;

await runCommand(async () => {
  const options = deadLettersOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const places = openPlaces(process.env, await readRunningStack());
  const interrupt = new AbortController();
  const running = runDeadLetters(places, options, interrupt.signal);
  stopOnSignals(async () => {
    interrupt.abort();
    // Printed here too: the process ends before the line below is reached.
    console.log(await running.catch((error: unknown) => `${error}`));
    process.exit(INTERRUPTED);
  });
  const printed = await running;
  if (!interrupt.signal.aborted) console.log(printed);
});
