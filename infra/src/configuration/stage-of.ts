import { type DeployedStage, stageConfigurations } from './stage-configuration.ts';

/**
 * The stage that `-c stage=…` names.
 *
 * @throws Error with a sentence that names the stages, when it is none of them.
 */
export const stageOf = (named: unknown): DeployedStage => {
  const stages = Object.keys(stageConfigurations) as DeployedStage[];
  const stage = stages.find((each) => each === named);
  if (stage === undefined) throw new Error(`Name a stage: -c stage=${stages.join('|')}`);
  return stage;
};
