import { type CdkWish, expectCdk } from '../command/cdk.ts';

import type { EndedProcess } from '../command/run-process.ts';
import type { TeardownOptions } from './options.ts';
import type { StageData } from './stage-data.ts';

/** What a teardown is given by its process. */
export type TeardownSurroundings = {
  /** The region, once there are credentials. */
  readonly region: (wanted: string | undefined) => Promise<string>;
  readonly cdk: (wish: CdkWish) => Promise<EndedProcess>;
  /** Resolves when a person has typed the word. */
  readonly ask: (word: string, question: string) => Promise<void>;
  readonly data: (region: string) => StageData;
  /** Deletes the user pool and the secret that outlived their stacks. @returns their names */
  readonly deleteIdentities: (region: string) => Promise<string[]>;
  readonly print: (line: string) => void;
};

/** The stacks of what outlives a deployment: what was sold, and to whom it belongs. */
const isKept = (id: string): boolean => /-(Data|Identity)$/.test(id);

/**
 * Removes the stacks of a stage; tables, flyers, accounts and keys only where the options say so.
 *
 * @throws CommandError that names what went wrong
 */
export const runTeardown = async (
  options: TeardownOptions,
  surroundings: TeardownSurroundings,
): Promise<void> => {
  const { stage, deletesData, yes } = options;
  const { cdk, ask, data, deleteIdentities, print } = surroundings;
  const region = await surroundings.region(options.region);
  const run = async (...args: readonly string[]): Promise<EndedProcess> => {
    const wish = { stage, region, args };
    const ended = await cdk(wish);
    expectCdk(ended, wish);
    return ended;
  };
  const stacks = (await run('list')).stdout.split('\n').flatMap((line) => line.trim() || []);
  if (!yes) {
    const what = deletesData
      ? 'WITH ALL ITS TABLES, FLYERS AND ACCOUNTS'
      : 'but its tables, flyers and accounts';
    await ask(stage, `This removes stage ${stage} in ${region}, ${what}.`);
  }
  await run('destroy', '--force', ...stacks.filter((id) => !isKept(id)));
  if (!deletesData) {
    print(`Stage ${stage} is removed; its tables, flyers and accounts are still there.`);
    return;
  }
  const rest = data(region);
  await rest.release();
  await run('destroy', '--force', ...stacks.filter(isKept));
  const deleted = [...(await rest.deleteRest()), ...(await deleteIdentities(region))];
  for (const name of deleted) print(`deleted ${name}`);
  print(`Stage ${stage} is removed, with all its tables, flyers and accounts.`);
};
