import './require-node-24.mjs';
import { runCommand } from './embedded/command/run-command.ts';
import { withSaleStore } from './embedded/command/with-sale-store.ts';
import { exportTickets } from './tickets/export-tickets.ts';
import { HELP } from './tickets/help.ts';
import { ticketsOptions } from './tickets/options.ts';
import { writeTo } from './tickets/write-to.ts';

await runCommand(async () => {
  const options = ticketsOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  await withSaleStore((store, progress) =>
    exportTickets(store, options, progress, writeTo(process.stdout)),
  );
});
