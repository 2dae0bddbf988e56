import { Command } from '@willcall/cli';
import { expectCdk, runCdk } from '../src/command/cdk.ts';
import { type DeployableStage, regionOption, stageOption } from '../src/command/stage-options.ts';

type SynthOptions = {
  readonly stage: DeployableStage;
  /** Left to the deployment without it. */
  readonly region?: string;
};

export const command = (): Command =>
  new Command()
    .description(
      'Makes the templates and bundles of a stage, into infra/cdk.out: without an account, network or Docker.',
    )
    .addOption(stageOption().default('dev'))
    .addOption(regionOption('for this region; without it, for the one of the deployment'))
    .addHelpText('after', '\nExample:\n  willcall synth --stage prod')
    .action(async ({ stage, region }: SynthOptions) => {
      const request = { stage, region, args: ['synth', '--quiet'] };
      expectCdk(await runCdk(request), request);
      console.log(`The stacks of stage ${stage} are in infra/cdk.out.`);
    });
