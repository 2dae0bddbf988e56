import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { DeployedStage } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { makeApp, makeStacks } from './make-stacks.ts';
import type { StackTemplate } from './stack-template.ts';

export type SynthesizedStage = {
  readonly app: App;
  readonly assembly: CloudAssembly;
  readonly templates: readonly StackTemplate[];
};

/** A region for stacks that must know theirs, as CloudFront's web ACL stands in another one. */
const ANY_REGION = 'eu-central-1';

/** The CDK's own setting of which stacks' functions are bundled. */
const NOTHING_BUNDLED = { 'aws:cdk:bundling-stacks': [] };

/**
 * A stage's stacks as they would be deployed; but for the functions' code, which takes its time, unless
 * that is asked for.
 */
export const synthesizeStage = (
  stage: DeployedStage,
  { isBundled = false }: { readonly isBundled?: boolean } = {},
): SynthesizedStage => {
  const app = makeApp(isBundled ? {} : NOTHING_BUNDLED);
  makeStacks(app, stage, stageConfigurations[stage], { region: ANY_REGION });
  const assembly = app.synth();
  return {
    app,
    assembly,
    templates: assembly.stacks.map(({ stackName, template }) => ({
      stack: stackName,
      resources: (template as { Resources?: StackTemplate['resources'] }).Resources ?? {},
    })),
  };
};
