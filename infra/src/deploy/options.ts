import { parseArgs } from 'node:util';
import { CommandError } from '../command/command-error.ts';
import { type DeployableStage, deployableStage, regionOption } from '../command/stack-options.ts';
import { stageConfigurations } from '../configuration/stages.ts';

export type DeployOptions = {
  readonly stage: DeployableStage;
  readonly region: string | undefined;
  readonly yes: boolean;
  readonly token: string | undefined;
  readonly adminToken: string | undefined;
};

/**
 * What the command line of `npm run deploy` asks for.
 *
 * @throws CommandError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const deployOptions = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  grantsTokens: (stage: DeployableStage) => boolean = hasUserPool,
): DeployOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'string' },
      region: { type: 'string' },
      yes: { type: 'boolean', default: false },
      'require-smoke': { type: 'boolean', default: false },
      token: { type: 'string', default: environment.WILLCALL_TOKEN },
      'admin-token': { type: 'string', default: environment.WILLCALL_ADMIN_TOKEN },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { token, 'admin-token': adminToken } = values;
  const stage = deployableStage(values.stage);
  if (values['require-smoke'] && !(token && adminToken) && !grantsTokens(stage)) {
    throw new CommandError('There are no tokens to buy a ticket with: nothing was deployed.');
  }
  return {
    stage,
    region: regionOption(values.region),
    yes: values.yes,
    token: token || undefined,
    adminToken: adminToken || undefined,
  };
};

/** The stage's own user pool grants its smoke client a token; another issuer's clients are not ours. */
const hasUserPool = (stage: DeployableStage): boolean =>
  stageConfigurations[stage].identity.kind === 'cognito';
