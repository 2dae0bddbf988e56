import { Option, UsageError } from '@willcall/cli';

/** The stages that are deployed to AWS. */
export const DEPLOYABLE_STAGES = ['dev', 'staging', 'prod'] as const;
export type DeployableStage = (typeof DEPLOYABLE_STAGES)[number];

const STAGES = new Intl.ListFormat('en', { type: 'disjunction' }).format(DEPLOYABLE_STAGES);

/** For `requireOptions`. A command that changes a stage has no default stage. */
export const STAGE_REQUIRED = { stage: `A stage is required: --stage ${STAGES}.` } as const;

/** The option `--stage <stage>`. */
export const stageOption = (description = 'dev, staging or prod'): Option =>
  new Option('--stage <stage>', description).argParser((text): DeployableStage => {
    const stage = DEPLOYABLE_STAGES.find((each) => each === text);
    if (stage !== undefined) return stage;
    throw new UsageError(`--stage ${text} is not a stage: use ${STAGES}.`);
  });

/** The option `--region <region>`. Checks only the form of the name. */
export const regionOption = (
  description = 'the AWS region (default: the region of the environment or the profile)',
): Option =>
  new Option('--region <region>', description).argParser((text) => {
    if (/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text)) return text;
    throw new UsageError(`--region ${text} is not an AWS region, such as eu-central-1.`);
  });
