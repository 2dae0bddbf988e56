import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Command, UsageError } from '@willcall/cli';
import { required, requireOptions } from '@willcall/cli/options';
import { askToConfirm } from '../src/command/ask.ts';
import { regionWithCredentials } from '../src/command/aws-account.ts';
import { type CdkRequest, expectCdk, runCdk } from '../src/command/cdk.ts';
import type { EndedProcess } from '../src/command/run-process.ts';
import {
  type DeployableStage,
  regionOption,
  STAGE_REQUIRED,
  stageOption,
} from '../src/command/stage-options.ts';
import { purchaseIdSecretName } from '../src/data/purchase-id-secret.ts';
import { openStageData, type StageData } from '../src/teardown/stage-data.ts';
import { deleteSecret, deleteUserPools } from '../src/teardown/stage-identities.ts';

export type TeardownOptions = {
  readonly stage: DeployableStage;
  readonly region?: string;
  /** Must repeat the stage. Also deletes data that cannot be recreated. */
  readonly deleteData?: string;
  readonly yes: boolean;
};

export const command = (): Command =>
  new Command()
    .description(
      "Removes a stage from the AWS account of the SDK's credentials, after a confirmation.",
    )
    .addOption(stageOption(required('dev, staging or prod')))
    .addOption(regionOption())
    .option(
      '--delete-data <stage>',
      'permanently deletes tables, flyers and user accounts too; repeat the name of the stage',
    )
    .option('--yes', 'skips the confirmation', false)
    .addHelpText('after', help)
    .hook('preAction', requireOptions(STAGE_REQUIRED))
    .hook('preAction', refuseTwoStages)
    .action(async (options: TeardownOptions) => {
      const { stage } = options;
      await runTeardown(options, {
        region: regionWithCredentials,
        cdk: runCdk,
        ask: askToConfirm,
        data: (region) =>
          openStageData(stage, {
            dynamodb: new DynamoDBClient({ region }),
            s3: new S3Client({ region }),
          }),
        deleteIdentities: async (region) => [
          ...(await deleteUserPools(new CognitoIdentityProviderClient({ region }), stage)),
          ...(await deleteSecret(
            new SecretsManagerClient({ region }),
            purchaseIdSecretName(stage),
          )),
        ],
        print: console.log,
      });
    });

const help = `
Example:
  npx --no-install willcall teardown --stage dev

By default, the stage's tables, flyers and user accounts stay, and a new deployment finds them again.
With --delete-data, a customer-managed key stays if the stage has one, because AWS deletes keys only
after a waiting period of days.`;

const refuseTwoStages = (teardown: Command): void => {
  const { stage, deleteData } = teardown.opts<TeardownOptions>();
  if (deleteData === undefined || deleteData === stage) return;
  throw new UsageError(
    `Nothing was changed: --delete-data ${deleteData} and --stage ${stage} must name the same stage.`,
  );
};

/** The dependencies of a teardown, replaced in tests. */
export type TeardownDependencies = {
  /** The region. Fails if there are no credentials. */
  readonly region: (wanted: string | undefined) => Promise<string>;
  readonly cdk: (request: CdkRequest) => Promise<EndedProcess>;
  /** Resolves when the user has typed the word. */
  readonly ask: (word: string, question: string) => Promise<void>;
  readonly data: (region: string) => StageData;
  /** Deletes the user pool and the secret that outlived their stacks. @returns their names */
  readonly deleteIdentities: (region: string) => Promise<string[]>;
  readonly print: (line: string) => void;
};

/**
 * Whether a stack holds data that outlives a deployment: the sales, the flyers with the host name that is
 * part of their URLs, and the user accounts.
 */
const isKept = (id: string): boolean => /-(Data|Flyers|Identity)$/.test(id);

/** Whether a stack holds the files of the page, which nothing serves any more once the others are gone. */
const isPage = (id: string): boolean => id.endsWith('-Page');

/**
 * Removes the stacks of a stage. Deletes tables, flyers, accounts and keys only if the options say so.
 *
 * @throws CommandError that names the failure
 */
export const runTeardown = async (
  options: TeardownOptions,
  dependencies: TeardownDependencies,
): Promise<void> => {
  const { stage, deleteData, yes } = options;
  const deletesData = deleteData !== undefined;
  const { cdk, ask, data, deleteIdentities, print } = dependencies;
  const region = await dependencies.region(options.region);
  const run = async (...args: readonly string[]): Promise<EndedProcess> => {
    const request = { stage, region, args };
    const ended = await cdk(request);
    expectCdk(ended, request);
    return ended;
  };
  const stacks = (await run('list')).stdout.split('\n').flatMap((line) => line.trim() || []);
  if (!yes) {
    const what = deletesData
      ? 'INCLUDING ITS TABLES, FLYERS AND USER ACCOUNTS'
      : 'except its tables, flyers and user accounts';
    await ask(stage, `This removes stage ${stage} in ${region}, ${what}.`);
  }
  const rest = data(region);
  await run('destroy', '--force', ...stacks.filter((id) => !isKept(id) && !isPage(id)));
  const page = stacks.filter(isPage);
  if (page.length > 0) {
    await rest.releasePage();
    await run('destroy', '--force', ...page);
  }
  if (!deletesData) {
    print(`Stage ${stage} is removed. Its tables, flyers and user accounts still exist.`);
    return;
  }
  await rest.release();
  await run('destroy', '--force', ...stacks.filter(isKept));
  const deleted = [...(await rest.deleteRest()), ...(await deleteIdentities(region))];
  for (const name of deleted) print(`deleted ${name}`);
  print(`Stage ${stage} is removed, including its tables, flyers and user accounts.`);
};
