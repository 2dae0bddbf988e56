import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { Command, CommandError, UsageError } from '@willcall/cli';
import { required, requireOptions } from '@willcall/cli/options';
import { known } from '@willcall/contracts';
import { askToConfirm } from '../src/command/ask.ts';
import { regionWithCredentials } from '../src/command/aws-account.ts';
import { type CdkRequest, expectCdk, runCdk } from '../src/command/cdk.ts';
import {
  readStageAddresses,
  type StageAddresses,
  type StageToken,
  stageToken,
} from '../src/command/deployed-stage.ts';
import type { EndedProcess } from '../src/command/run-process.ts';
import {
  type DeployableStage,
  regionOption,
  STAGE_REQUIRED,
  stageOption,
} from '../src/command/stage-options.ts';
import { stageConfigurations } from '../src/configuration/stages.ts';
import {
  listPageFiles,
  makeConfigurationFile,
  type PageFile,
} from '../src/page/list-page-files.ts';
import { makePageConfiguration } from '../src/page/page-configuration.ts';
import { PAGE_BUCKET_OUTPUT, uploadPage } from '../src/page/upload-page.ts';
import { checkAccount } from '../src/preflight/check-account.ts';
import { openAccount } from '../src/preflight/inspected-account.ts';
import { withClientToken } from '../src/smoke/granted-token.ts';
import { expectHealthAt, type SmokeOptions } from '../src/smoke/run-smoke.ts';
import { printSmoke } from './smoke.ts';

/** The options of the command line. */
export type DeployArguments = {
  readonly stage: DeployableStage;
  readonly region?: string;
  readonly yes: boolean;
  readonly requireSmoke: boolean;
  /** Whether to ask the account first. */
  readonly checks: boolean;
  readonly token?: string;
  readonly adminToken?: string;
};

export const command = (): Command =>
  new Command()
    .description(
      "Deploys a stage to the AWS account of the SDK's credentials. Checks whether the account is ready, shows the changes, asks for confirmation, deploys, prints the addresses, uploads the page if the stage has one, and buys a ticket as willcall smoke does.",
    )
    .addOption(stageOption(required('dev, staging or prod')))
    .addOption(regionOption())
    .option('--yes', 'skips the confirmation, for pipelines', false)
    .option('--token <jwt>', "a buyer's token for the smoke test, or set WILLCALL_TOKEN")
    .option(
      '--admin-token <jwt>',
      "an admin's token for the smoke test, or set WILLCALL_ADMIN_TOKEN",
    )
    .option('--require-smoke', 'does not deploy unless there are tokens for the smoke test', false)
    .option('--no-checks', 'deploys without asking first whether the account is ready')
    .addHelpText('after', help)
    .hook('preAction', requireOptions(STAGE_REQUIRED))
    .action(async (given: DeployArguments) => {
      const options = resolveDeployOptions(given, await withClientToken(process.env));
      const folder = await mkdtemp(join(tmpdir(), 'willcall-deploy-'));
      try {
        await runDeploy(options, {
          region: regionWithCredentials,
          checkAccount: (stage, region) =>
            checkAccount(
              {
                stage,
                configuration: stageConfigurations[stage],
                account: openAccount(region),
              },
              console.log,
            ),
          cdk: runCdk,
          ask: askToConfirm,
          buildPage: async (stage) =>
            stageConfigurations[stage].page === true ? await listPageFiles() : undefined,
          uploadPage: uploadPageOf,
          outputsFile: join(folder, 'outputs.json'),
          read: (file) => readFile(file, 'utf8'),
          stageToken,
          smoke: printSmoke,
          expectHealth: expectHealthAt,
          print: console.log,
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

const help = `
Example:
  npx --no-install willcall deploy --stage dev --region eu-central-1

Without tokens, the command requests one from the stage's user pool, or from the issuer at
WILLCALL_TOKEN_URL. If neither grants a token, it only checks that the API is healthy.

Before anything is made, the command asks the account about its bootstrap stack, Lambda's concurrent
executions, CloudFront, the configured certificate, topic and sender, and what a failed deployment left
behind. It prints what to do about each problem. A check that the credentials do not allow is not made,
and the line says which permission it needs.`;

type DeployOptions = {
  readonly checks: boolean;
  readonly stage: DeployableStage;
  readonly region: string | undefined;
  readonly yes: boolean;
  readonly token: string | undefined;
  readonly adminToken: string | undefined;
};

/**
 * Combines the command line and the environment.
 *
 * @throws UsageError if --require-smoke is set and no tokens are available
 */
export const resolveDeployOptions = (
  { stage, region, yes, requireSmoke, checks, ...given }: DeployArguments,
  environment: NodeJS.ProcessEnv,
  grantsTokens: (stage: DeployableStage) => boolean = hasUserPool,
): DeployOptions => {
  // A pipeline sets an empty variable for a missing secret. It is not a token.
  const token = (given.token ?? environment.WILLCALL_TOKEN) || undefined;
  const adminToken = (given.adminToken ?? environment.WILLCALL_ADMIN_TOKEN) || undefined;
  const hasTokens = token !== undefined && adminToken !== undefined;
  if (requireSmoke && !hasTokens && !grantsTokens(stage)) {
    throw new UsageError('Nothing was deployed: the smoke test needs tokens.');
  }
  return { stage, region, yes, checks, token, adminToken };
};

/** A user pool of the stage grants a token to its smoke client. Other issuers have no smoke client. */
const hasUserPool = (stage: DeployableStage): boolean =>
  stageConfigurations[stage].identity.kind === 'cognito';

/** The dependencies of a deployment, replaced in tests. */
export type DeployDependencies = {
  /** The region. Fails if there are no credentials. */
  readonly region: (wanted: string | undefined) => Promise<string>;
  /** Asks whether the account is ready. @throws CommandError if it is not */
  readonly checkAccount: (stage: DeployableStage, region: string) => Promise<void>;
  readonly cdk: (request: CdkRequest) => Promise<EndedProcess>;
  /** Resolves when the user has typed the word. */
  readonly ask: (word: string, question: string) => Promise<void>;
  /** Builds the page. Undefined for a stage without one. */
  readonly buildPage: (stage: DeployableStage) => Promise<readonly PageFile[] | undefined>;
  /** Uploads the page and its configuration. @returns the keys of old files that were removed */
  readonly uploadPage: typeof uploadPageOf;
  /** The path to which the CDK writes the outputs. */
  readonly outputsFile: string;
  readonly read: (file: string) => Promise<string>;
  /** A token for buyer and admin from the stage's user pool, or undefined if it has no user pool. */
  readonly stageToken: StageToken;
  readonly smoke: (options: SmokeOptions) => Promise<void>;
  readonly expectHealth: (origin: string) => Promise<void>;
  readonly print: (line: string) => void;
};

/** Seconds. A new rule needs a minute to receive its first event, and all functions start cold. */
const SMOKE_TIMEOUT_SECONDS = 180;

/**
 * Deploys a stage and buys a ticket on it.
 *
 * @throws CommandError that names the failure
 */
export const runDeploy = async (
  options: DeployOptions,
  dependencies: DeployDependencies,
): Promise<void> => {
  const { stage, yes, checks } = options;
  const { cdk, ask, outputsFile, read, print } = dependencies;
  const region = await dependencies.region(options.region);
  const run = async (...args: readonly string[]): Promise<void> => {
    const request = { stage, region, args };
    expectCdk(await cdk(request), request);
  };
  const page = await dependencies.buildPage(stage);
  if (checks) await dependencies.checkAccount(stage, region);
  await run('diff', '--all');
  if (!yes) await ask(stage, `These changes apply to stage ${stage} in ${region}.`);
  // The user has confirmed the diff. The CDK would ask again for a part of it.
  await run('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile);
  const addresses = readStageAddresses(stage, await read(outputsFile));
  print(`\nAPI    ${addresses.apiUrl}\nbus    ${addresses.bus}\nqueue  ${addresses.queue}`);
  for (const [name, value] of Object.entries(addresses.outputs)) print(`${name}: ${value}`);
  if (page !== undefined) {
    const removed = await dependencies.uploadPage({ stage, region, files: page, addresses });
    print(`The page is uploaded: ${page.length} files. Removed: ${removed.length} old files.`);
  }
  await checkStage(
    await withTokens(options, addresses, region, dependencies),
    addresses,
    dependencies,
  );
};

type PageUpload = {
  readonly stage: DeployableStage;
  readonly region: string;
  readonly files: readonly PageFile[];
  readonly addresses: StageAddresses;
};

/** Uploads the page of a stage to its bucket, after what it talks to has been deployed. */
const uploadPageOf = async ({
  stage,
  region,
  files,
  addresses: { outputs },
}: PageUpload): Promise<readonly string[]> => {
  const configuration = makeConfigurationFile(
    makePageConfiguration(stageConfigurations[stage], outputs),
  );
  const bucket = known(outputs[PAGE_BUCKET_OUTPUT], 'bucket of the page');
  const s3 = new S3Client({ region });
  try {
    return await uploadPage({ s3, bucket }, [configuration, ...files]);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    const why = cause instanceof Error ? cause.message : cause;
    throw new CommandError(
      `The stacks are deployed, but the page was not uploaded to ${bucket}: ${why}. The page of before still works. Uploading needs s3:ListBucket, s3:PutObject, s3:GetObject and s3:DeleteObject. Deploy again.`,
      { cause },
    );
  } finally {
    s3.destroy();
  }
};

/** Adds the stage's token for each token that was not given. */
const withTokens = async (
  options: DeployOptions,
  { outputs }: StageAddresses,
  region: string,
  { stageToken }: DeployDependencies,
): Promise<DeployOptions> => {
  const { token, adminToken } = options;
  if (token !== undefined && adminToken !== undefined) return options;
  const own = await stageToken(outputs, region);
  return { ...options, token: token ?? own, adminToken: adminToken ?? own };
};

const checkStage = async (
  { token, adminToken }: DeployOptions,
  { apiUrl, bus }: StageAddresses,
  { smoke, expectHealth, print }: DeployDependencies,
): Promise<void> => {
  const { origin } = new URL(apiUrl);
  if (token === undefined || adminToken === undefined) {
    await expectHealth(origin);
    print(
      'The API is healthy. No ticket was bought, because that needs two tokens. See npm run smoke.',
    );
    return;
  }
  await smoke({
    origin,
    token,
    adminToken,
    show: undefined,
    bus,
    timeoutSeconds: SMOKE_TIMEOUT_SECONDS,
  });
  print('The smoke test passed.');
};
