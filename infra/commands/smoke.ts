import { runCommand } from '../src/command/run-command.ts';
import { withClientToken } from '../src/smoke/granted-token.ts';
import { HELP } from '../src/smoke/help.ts';
import { smokeOptions } from '../src/smoke/options.ts';
import { smokeStage } from '../src/smoke/run-smoke.ts';

await runCommand(async () => {
  const options = smokeOptions(process.argv.slice(2), await withClientToken(process.env));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  await smokeStage(options);
  console.log('The smoke test passed.');
});
