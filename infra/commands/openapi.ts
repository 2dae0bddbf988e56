import { Command } from '@willcall/cli';
import { renderApi } from '@willcall/contracts/openapi';

export const command = (): Command =>
  new Command()
    .description(
      'Prints the OpenAPI 3.1 document of the HTTP API. `npm start` serves it at /openapi.json.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  npx --no-install willcall openapi > shared/contracts/openapi.json',
    )
    .action(() => {
      process.stdout.write(renderApi());
    });
