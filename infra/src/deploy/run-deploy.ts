import { type CdkWish, expectCdk } from '../command/cdk.ts';

import type { EndedProcess } from '../command/run-process.ts';
import type { SmokeOptions } from '../smoke/options.ts';
import { type StageAddresses, type StageToken, stageAddresses } from './deployed-stage.ts';
import type { DeployOptions } from './options.ts';

/** What a deployment is given by its process. */
export type DeploySurroundings = {
  /** The region, once there are credentials. */
  readonly region: (wanted: string | undefined) => Promise<string>;
  readonly cdk: (wish: CdkWish) => Promise<EndedProcess>;
  /** Resolves when a person has typed the word. */
  readonly ask: (word: string, question: string) => Promise<void>;
  /** Where the outputs are to be written. */
  readonly outputsFile: string;
  readonly read: (file: string) => Promise<string>;
  /** A token of the stage's own user pool, for buyer and admin; undefined where it has none. */
  readonly stageToken: StageToken;
  readonly smoke: (options: SmokeOptions) => Promise<void>;
  readonly expectHealth: (origin: string) => Promise<void>;
  readonly print: (line: string) => void;
};

/** Seconds. A new rule takes a minute to see its first event, and everything is cold. */
const SMOKE_TIMEOUT_SECONDS = 180;

/**
 * Deploys a stage, and buys a ticket there.
 *
 * @throws CommandError that names what went wrong
 */
export const runDeploy = async (
  options: DeployOptions,
  surroundings: DeploySurroundings,
): Promise<void> => {
  const { stage, yes } = options;
  const { cdk, ask, outputsFile, read, print } = surroundings;
  const region = await surroundings.region(options.region);
  const run = async (...args: readonly string[]): Promise<void> => {
    const wish = { stage, region, args };
    expectCdk(await cdk(wish), wish);
  };
  await run('diff', '--all');
  if (!yes) await ask(stage, `This is what changes in stage ${stage} in ${region}.`);
  // The diff has been seen and confirmed: the CDK's own question would ask a part of it again.
  await run('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile);
  const addresses = stageAddresses(stage, await read(outputsFile));
  print(`\nAPI    ${addresses.apiUrl}\nbus    ${addresses.bus}\nqueue  ${addresses.queue}`);
  for (const [name, value] of Object.entries(addresses.outputs)) print(`${name}: ${value}`);
  await check(await withTokens(options, addresses, region, surroundings), addresses, surroundings);
};

/** Those that were given go before the stage's own. */
const withTokens = async (
  options: DeployOptions,
  { outputs }: StageAddresses,
  region: string,
  { stageToken }: DeploySurroundings,
): Promise<DeployOptions> => {
  const { token, adminToken } = options;
  if (token !== undefined && adminToken !== undefined) return options;
  const own = await stageToken(outputs, region);
  return { ...options, token: token ?? own, adminToken: adminToken ?? own };
};

const check = async (
  { token, adminToken }: DeployOptions,
  { apiUrl, bus }: StageAddresses,
  { smoke, expectHealth, print }: DeploySurroundings,
): Promise<void> => {
  const { origin } = new URL(apiUrl);
  if (token === undefined || adminToken === undefined) {
    await expectHealth(origin);
    print('The API answers. No ticket was bought, since that takes two tokens: see npm run smoke.');
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
