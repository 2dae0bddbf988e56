import { expectCdk, runCdk } from '../src/command/cdk.ts';

import { runCommand } from '../src/command/run-command.ts';
import { stackOptions } from '../src/command/stack-options.ts';

const HELP = `Usage: npm run synth -- [options]

Makes the templates and bundles of a stage, into infra/cdk.out: without an account, network or Docker.

  --stage STAGE    dev (default), staging or prod
  --region REGION  for this region; without it, for the one of the deployment`;

await runCommand(async () => {
  const options = stackOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const wish = { ...options, args: ['synth', '--quiet'] };
  expectCdk(await runCdk(wish), wish);
  console.log(`The stacks of stage ${options.stage} are in infra/cdk.out.`);
});
