import '@willcall/topology';
import { runCommand } from '../../cli/run-command.ts';
import { withSaleStore } from '../../cli/with-sale-store.ts';
import { exportTickets } from './export-tickets.ts';
import { HELP } from './help.ts';
import { ticketsOptions } from './options.ts';
import { writeTo } from './write-to.ts';

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
