import './require-node-24.mjs';
import { HELP } from './dead-letters/help.ts';
import { deadLettersOptions } from './dead-letters/options.ts';
import { openPlaces } from './dead-letters/places.ts';
import { runDeadLetters } from './dead-letters/run-dead-letters.ts';
import { runCommand } from './embedded/command/run-command.ts';
import { readRunningStack } from './embedded/running/running-stack.ts';
import { stopOnSignals } from './embedded/stack/stop-on-signals.ts';

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
