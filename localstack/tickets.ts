import './require-node-24.mjs';
import { startProgress } from './demo/progress.ts';
import { endWithReader } from './embedded/command/end-with-reader.ts';
import { openSaleStore } from './embedded/command/open-sale-store.ts';
import { runCommand } from './embedded/command/run-command.ts';
import { readRunningStack } from './embedded/running/running-stack.ts';
import { stopOnSignals } from './embedded/stack/stop-on-signals.ts';
import { exportTickets } from './tickets/export-tickets.ts';
import { HELP } from './tickets/help.ts';
import { ticketsOptions } from './tickets/options.ts';
import { writeTo } from './tickets/write-to.ts';

/** As shells report a command that Ctrl-C has ended: 128 + SIGINT. */
const INTERRUPTED = 130;

await runCommand(async () => {
  const options = ticketsOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const store = openSaleStore(process.env, await readRunningStack());
  const progress = startProgress();
  endWithReader(process.stdout, progress.end);
  stopOnSignals(async () => {
    progress.end();
    process.exit(INTERRUPTED);
  });
  try {
    await exportTickets(store, options, progress, writeTo(process.stdout));
  } finally {
    progress.end();
  }
});
