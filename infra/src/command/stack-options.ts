import { parseArgs } from 'node:util';
import { type DeployableStage, deployableStage } from './deployable-stage.ts';
import { regionOption } from './region-option.ts';

export type StackOptions = {
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
