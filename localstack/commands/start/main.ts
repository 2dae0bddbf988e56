import { parseArgs } from 'node:util';
import { runCommand } from '../../cli/run-command.ts';
import { stopOnSignals } from '../../cli/stop-on-signals.ts';
import { runStack } from './run-stack.ts';
import { settings } from './settings.ts';
import { summary } from './summary.ts';

const HELP = `Usage: npm start

Runs willcall on a local AWS, on 127.0.0.1 only, until Ctrl-C.

  PORT=3000                   the API's port
  WILLCALL_DATA=folder        keeps tables, queues and messages over a restart (default: in memory)
  WILLCALL_STATE=folder       keys, logs and running.json (default: .willcall)
  WILLCALL_BACKEND=embedded   all of it in processes of our own, without Docker (the default)
  WILLCALL_BACKEND=localstack tables, queues, bus and buckets in LocalStack: started by Docker, or
  AWS_ENDPOINT_URL=http://…   running there already; its services are used and nothing is started`;

await runCommand(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const wanted = settings(process.env);
  const starting = runStack(wanted);
  stopOnSignals(async () => (await starting).stop());
  const stack = await starting;
  console.log(summary(stack, wanted.dataFolder));
  const reason = await stack.unexpectedEnd;
  await stack.stop();
  throw reason;
});
