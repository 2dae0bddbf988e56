import { parseArgs } from 'node:util';
import { CommandError } from '../command/command-error.ts';
import { type DeployableStage, deployableStage, regionOption } from '../command/stack-options.ts';

export type TeardownOptions = {
  readonly stage: DeployableStage;
  readonly region: string | undefined;
  /** Also what cannot be made again. */
  readonly deletesData: boolean;
  readonly yes: boolean;
};

/**
 * What the command line of `npm run teardown` asks for.
 *
 * @throws CommandError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const teardownOptions = (args: readonly string[]): TeardownOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'string' },
      region: { type: 'string' },
      'delete-data': { type: 'string' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const stage = deployableStage(values.stage);
  const { 'delete-data': named, yes } = values;
  if (named !== undefined && named !== stage) {
    throw new CommandError(
      `--delete-data ${named} and --stage ${stage} name two stages: nothing was changed.`,
    );
  }
  return { stage, region: regionOption(values.region), deletesData: named !== undefined, yes };
};
