import '@willcall/topology';
import { runCommand } from '../../cli/run-command.ts';
import { readRunningStack } from '../../stage/running-stack.ts';
import { openConnection } from '../bus-connection.ts';
import { HELP } from './help.ts';
import { subscribeOptions } from './options.ts';
import { runSubscribe } from './run-subscribe.ts';

await runCommand(async () => {
  const options = subscribeOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const connection = openConnection(process.env, await readRunningStack(), options.bus);
  console.log(await runSubscribe(connection, options));
});
