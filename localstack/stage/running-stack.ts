import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';
import { LocalBackend } from '../aws/clients.ts';
import { makePrivateFolder, writePrivateFile } from '../aws/identity/private-files.ts';
import { FolderInUseError } from '../aws/local-aws-error.ts';
import { isAlive } from '../aws/process/child.ts';
import { claimFolder, type FolderClaim } from '../aws/process/claim-folder.ts';
import { Resources } from './resources/resources.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

const RunningStack = z.object({
  pid: z.number().int().positive(),
  url: z.string(),
  dynamodbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  backend: LocalBackend.optional(),
  eventsEndpoint: z.string(),
  /** The local Stripe. Undefined if the stack takes no payments. */
  paymentsEndpoint: z.string().optional(),
  /** The file with the keys of the local Stripe. */
  paymentKeysFile: z.string().optional(),
  stage: z.string(),
  ...Resources.shape,
});

/** The running stack that `npm start` describes to other tools. */
export type RunningStack = z.infer<typeof RunningStack>;

const fileIn = (stateFolder: string): string => join(stateFolder, 'running.json');

/** Reads the stack that `npm start` runs. Returns undefined if none is running. */
export const readRunningStack = async (
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<RunningStack | undefined> => {
  const text = await readFile(fileIn(stateFolder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = RunningStack.safeParse(parseJson(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : undefined;
};

/** What a stack keeps in its state folder. */
const STATE_NAMES = [
  'signing-key.json',
  'purchase-id-keys.json',
  'running.json',
  'logs',
  'load',
  'payments',
];

/**
 * Claims the state folder for one stack, and makes it readable by its owner only. A second stack would
 * take the place of the first in `running.json`, and write to its log.
 *
 * @param port the port of the stack that claims the folder
 * @throws FolderInUseError STATE_FOLDER_IN_USE when another stack runs there
 * @throws UnusableFolderError when the folder cannot be made or written
 */
export const claimStateFolder = async (
  port: number,
  folder: string = DEFAULT_STATE_FOLDER,
): Promise<FolderClaim> => {
  const claim = await claimFolder({
    folder,
    setting: 'WILLCALL_STATE',
    names: STATE_NAMES,
    refuse: (owner) =>
      new FolderInUseError(
        'STATE_FOLDER_IN_USE',
        { folder, owner },
        `It belongs to the stack that runs there. Stop that stack, or give this one a folder of its own: WILLCALL_STATE=${folder}-2 PORT=${port} npm start.`,
      ),
  });
  // Unlike a data folder, it is private in any case, because it holds keys.
  await makePrivateFolder(folder);
  return claim;
};

/** Writes the description atomically, readable by its owner only. */
export const writeRunningStack = async (
  stack: RunningStack,
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<void> => writePrivateFile(fileIn(stateFolder), JSON.stringify(stack, undefined, 2));

/** Removes the description, unless another stack has replaced it. */
export const removeRunningStack = async (
  pid: number,
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<void> => {
  const stack = await readRunningStack(stateFolder);
  if (stack?.pid === pid) await rm(fileIn(stateFolder), { force: true });
};
