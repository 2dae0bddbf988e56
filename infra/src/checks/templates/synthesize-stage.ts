import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import {
  type DeployedStage,
  stageConfigurations,
} from '../../configuration/stage-configuration.ts';
import { makeApp } from '../../stacks/make-app.ts';
import { makeStacks } from '../../stacks/make-stacks.ts';
import type { StackTemplate } from './stack-template.ts';

export type SynthesizedStage = {
  readonly app: App;
  readonly assembly: CloudAssembly;
  readonly templates: readonly StackTemplate[];
};

/** A region for stacks that must know theirs, as CloudFront's web ACL stands in another one. */
const ANY_REGION = 'eu-central-1';

/** A stage's stacks as they would be deployed, but for the functions' code, which is not bundled. */
export const synthesizeStage = (stage: DeployedStage): SynthesizedStage => {
  const app = makeApp({ 'aws:cdk:bundling-stacks': [] });
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
