import { Command } from '@willcall/cli';
import { renderEvents } from '@willcall/contracts/asyncapi';

export const command = (): Command =>
  new Command()
    .description(
      'Prints the AsyncAPI 3 document of the events. `npm start` serves it at /docs/asyncapi.json.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  npx --no-install willcall asyncapi > shared/contracts/asyncapi.json',
    )
    .action(() => {
      process.stdout.write(renderEvents());
    });
