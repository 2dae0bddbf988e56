import './require-node-24.mjs';
import { runCommand } from './embedded/command/run-command.ts';
import { readRunningStack } from './embedded/running/running-stack.ts';
import { openConnection } from './subscribers/connection/open-connection.ts';
import { HELP } from './subscribers/subscription/help.ts';
import { subscribeOptions } from './subscribers/subscription/options.ts';
import { runSubscribe } from './subscribers/subscription/run-subscribe.ts';

await runCommand(async () => {
  const options = subscribeOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const connection = openConnection(process.env, await readRunningStack(), options.bus);
  console.log(await runSubscribe(connection, options));
});
