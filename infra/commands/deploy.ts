import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askFor } from '../src/command/ask.ts';
import { regionWithCredentials } from '../src/command/aws-account.ts';
import { runCdk } from '../src/command/cdk.ts';
import { runCommand } from '../src/command/run-command.ts';
import { stageToken } from '../src/deploy/deployed-stage.ts';
import { HELP } from '../src/deploy/help.ts';
import { deployOptions } from '../src/deploy/options.ts';
import { runDeploy } from '../src/deploy/run-deploy.ts';
import { withClientToken } from '../src/smoke/granted-token.ts';
import { expectHealthAt, smokeStage } from '../src/smoke/run-smoke.ts';

await runCommand(async () => {
  const options = deployOptions(process.argv.slice(2), await withClientToken(process.env));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'willcall-deploy-'));
  try {
    await runDeploy(options, {
      region: regionWithCredentials,
      cdk: runCdk,
      ask: askFor,
      outputsFile: join(folder, 'outputs.json'),
      read: (file) => readFile(file, 'utf8'),
      stageToken,
      smoke: smokeStage,
      expectHealth: expectHealthAt,
      print: console.log,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
