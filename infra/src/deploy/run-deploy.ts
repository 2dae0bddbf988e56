import { expectCdk } from '../command/expect-cdk.ts';
import type { CdkWish } from '../command/run-cdk.ts';
import type { EndedProcess } from '../command/run-process.ts';
import type { SmokeOptions } from '../smoke/options.ts';
import type { DeployOptions } from './options.ts';
import { stageAddresses } from './stage-addresses.ts';

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
  await check(options, addresses, surroundings);
};

const check = async (
  { token, adminToken }: DeployOptions,
  { apiUrl, bus }: ReturnType<typeof stageAddresses>,
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
