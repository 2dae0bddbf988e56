import { Command } from '@willcall/cli';
import { expectCdk, runCdk } from '../src/command/cdk.ts';
import { type DeployableStage, regionOption, stageOption } from '../src/command/stage-options.ts';

type SynthOptions = {
  readonly stage: DeployableStage;
  /** If undefined, the deployment chooses the region. */
  readonly region?: string;
};

export const command = (): Command =>
  new Command()
    .description(
      'Builds the templates and bundles of a stage in infra/cdk.out, without an account, network or Docker.',
    )
    .addOption(stageOption().default('dev'))
    .addOption(regionOption('the region of the templates (default: any region)'))
    .addHelpText('after', '\nExample:\n  npx --no-install willcall synth --stage prod')
    .action(async ({ stage, region }: SynthOptions) => {
      const request = { stage, region, args: ['synth', '--quiet'] };
      expectCdk(await runCdk(request), request);
      console.log(`The stacks of stage ${stage} are in infra/cdk.out.`);
    });
