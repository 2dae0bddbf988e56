import { parseArgs } from 'node:util';
import { CommandError } from './command-error.ts';

type StackOptions = {
  readonly stage: DeployableStage;
  /** Left to the environment, or to the deployment, without it. */
  readonly region: string | undefined;
};

/**
 * What the command line of `npm run synth` and `npm run diff` asks for.
 *
 * @throws CommandError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const stackOptions = (args: readonly string[]): StackOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'string', default: 'dev' },
      region: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return { stage: deployableStage(values.stage), region: regionOption(values.region) };
};

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

/** What `--region` names, in the form that all of AWS's regions have. @throws CommandError for another */
export const regionOption = (text: string | undefined): string | undefined => {
  if (text === undefined || /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new CommandError(`--region ${text} is no AWS region, such as eu-central-1.`);
};
