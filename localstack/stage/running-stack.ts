import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';
import { LocalBackend } from '../aws/clients.ts';
import { makePrivateFolder } from '../aws/identity/private-files.ts';
import { isAlive } from '../aws/process/child.ts';
import { Resources } from './resources/resources.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

const RunningStack = z.object({
  pid: z.number().int().positive(),
  url: z.string(),
  dynamodbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  backend: LocalBackend.optional(),
  eventsEndpoint: z.string(),
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

/** Writes the description atomically, readable by its owner only. */
export const writeRunningStack = async (
  stack: RunningStack,
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<void> => {
  await makePrivateFolder(stateFolder);
  const draft = `${fileIn(stateFolder)}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(stack, undefined, 2), { mode: 0o600, flag: 'wx' });
  await rename(draft, fileIn(stateFolder));
};

/** Removes the description, unless another stack has replaced it. */
export const removeRunningStack = async (
  pid: number,
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<void> => {
  const stack = await readRunningStack(stateFolder);
  if (stack?.pid === pid) await rm(fileIn(stateFolder), { force: true });
};
