import { Command } from '@willcall/cli';
import { regionWithCredentials } from '../src/command/aws-account.ts';
import { expectCdk, runCdk } from '../src/command/cdk.ts';
import { type DeployableStage, regionOption, stageOption } from '../src/command/stage-options.ts';

type DiffOptions = {
  readonly stage: DeployableStage;
  readonly region?: string;
};

export const command = (): Command =>
  new Command()
    .description(
      "Shows what a deployment would change in the AWS account of the SDK's credentials, and changes nothing.",
    )
    .addOption(stageOption().default('dev'))
    .addOption(regionOption())
    .addHelpText(
      'after',
      '\nExample:\n  npx --no-install willcall diff --stage staging --region eu-central-1',
    )
    .action(async ({ stage, region }: DiffOptions) => {
      const request = {
        stage,
        region: await regionWithCredentials(region),
        args: ['diff', '--all'],
      };
      expectCdk(await runCdk(request), request);
    });
