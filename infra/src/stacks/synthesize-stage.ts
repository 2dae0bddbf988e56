import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { DeployedStage, StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { makeApp, makeStacks } from './make-stacks.ts';
import type { StackTemplate } from './stack-template.ts';

export type SynthesizedStage = {
  readonly app: App;
  readonly assembly: CloudAssembly;
  readonly templates: readonly StackTemplate[];
};

/** A region, because stacks must know theirs if the web ACL is in another one. */
const ANY_REGION = 'eu-central-1';

/** CDK's setting for the stacks whose functions are bundled. */
const NOTHING_BUNDLED = { 'aws:cdk:bundling-stacks': [] };

type SynthesisOptions = {
  /** Default: without the functions' code, whose bundling is slow. */
  readonly isBundled?: boolean;
  /** Settings that the stage does not have. */
  readonly changes?: Partial<StageConfiguration>;
};

/** Synthesizes a stage's stacks as they would be deployed. */
export const synthesizeStage = (
  stage: DeployedStage,
  { isBundled = false, changes = {} }: SynthesisOptions = {},
): SynthesizedStage => {
  const app = makeApp(isBundled ? {} : NOTHING_BUNDLED);
  makeStacks(app, stage, { ...stageConfigurations[stage], ...changes }, { region: ANY_REGION });
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
