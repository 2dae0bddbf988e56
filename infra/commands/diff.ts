import { regionWithCredentials } from '../src/command/aws-account.ts';
import { expectCdk, runCdk } from '../src/command/cdk.ts';

import { runCommand } from '../src/command/run-command.ts';
import { stackOptions } from '../src/command/stack-options.ts';

const HELP = `Usage: npm run diff -- [options]

Shows what a deployment would change in the AWS account of the SDK's own credentials. Changes nothing.

  --stage STAGE    dev (default), staging or prod
  --region REGION  another region than that of the environment or the profile`;

await runCommand(async () => {
  const options = stackOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const region = await regionWithCredentials(options.region);
  const wish = { stage: options.stage, region, args: ['diff', '--all'] };
  expectCdk(await runCdk(wish), wish);
});
