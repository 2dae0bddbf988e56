import { CommandError } from './command-error.ts';

/** The stages that live in an AWS account. */
export const DEPLOYABLE_STAGES = ['dev', 'staging', 'prod'] as const;
export type DeployableStage = (typeof DEPLOYABLE_STAGES)[number];

/** What `--stage` names. @throws CommandError when it is missing, or no such stage */
export const deployableStage = (text: string | undefined): DeployableStage => {
  const stage = DEPLOYABLE_STAGES.find((each) => each === text);
  if (stage !== undefined) return stage;
  const named = text === undefined ? 'Name a stage' : `There is no stage ${text}`;
  throw new CommandError(`${named}: --stage ${DEPLOYABLE_STAGES.join(', or ')}.`);
};
