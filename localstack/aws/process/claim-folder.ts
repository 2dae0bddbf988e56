import { chmod, lstat, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFolder, type FolderInUseError } from '../local-aws-error.ts';
import { lockFolder } from './folder-lock.ts';
import { hasCode, makeFolder, OWNER_ONLY } from './make-folder.ts';

export type FolderClaim = {
  /** Whether the last process that claimed the folder was killed, or released it as not clean. */
  readonly wasAbandoned: boolean;
  /**
   * Can be repeated.
   * @param isClean whether all work in the folder has ended as it should. Otherwise the next claim is
   *   told that this one was abandoned. Default: true.
   */
  release(isClean?: boolean): Promise<void>;
};

type ClaimOptions = {
  readonly folder: string;
  /** The setting that names the folder. */
  readonly setting: 'WILLCALL_DATA' | 'WILLCALL_STATE';
  /** The names that the stack gives to files and folders in it. */
  readonly names: readonly string[];
  /** Creates the error for a folder that another process uses. */
  readonly refuse: (owner: number | undefined) => FolderInUseError;
};

/** The file with the process id of the owner, for the error of the next one. */
const OWNER_FILE = 'in-use-by';

/** Of two claims at the same instant, one waits for as long as the other needs to win. */
const LOCK_TIMEOUT_MS = 1_000;

/**
 * Claims a folder for this process, and makes it readable by its owner only. Two processes that share a
 * folder would both load its messages and deliver each of them twice.
 *
 * @throws FolderInUseError when another process uses the folder
 * @throws UnusableFolderError when the folder cannot be made or written
 */
export const claimFolder = async ({
  folder,
  setting,
  names,
  refuse,
}: ClaimOptions): Promise<FolderClaim> => {
  const ownerFile = join(folder, OWNER_FILE);
  const place = { folder, setting };
  const lock = await explainFolder(place, async () => {
    await makeFolder(folder);
    await expectSpace(folder);
    return lockFolder(folder, LOCK_TIMEOUT_MS);
  });
  if (lock === undefined) throw refuse(await readOwner(ownerFile));
  try {
    const wasAbandoned = (await readOwner(ownerFile)) !== undefined;
    await explainFolder(place, async () => {
      await writeFile(ownerFile, String(process.pid), { mode: OWNER_ONLY.file });
      await restrict(folder, [...names, OWNER_FILE, 'lock']);
    });
    let isHeld = true;
    return {
      wasAbandoned,
      release: async (isClean = true) => {
        // By a second call, the folder can belong to another process.
        if (!isHeld) return;
        isHeld = false;
        if (isClean) await rm(ownerFile, { force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};

/** A stack without any data has written about 2 MiB when it is ready. */
const NEEDED_BYTES = 8 * 1024 * 1024;

/**
 * Servers say little of a full disk: DynamoDB Local answers each write with an internal error.
 * @throws an error with the code that the operating system would give
 */
const expectSpace = async (folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw Object.assign(new Error(`${bavail * bsize} bytes are free`), {
    code: 'ENOSPC',
    path: folder,
  });
};

const readOwner = async (file: string): Promise<number | undefined> => {
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  return owner > 0 ? owner : undefined;
};

/**
 * Restricts what earlier versions made readable for everybody. A folder that also has files of somebody
 * else, such as a home folder, keeps its own mode: only what is in it and ours is restricted.
 */
const restrict = async (folder: string, names: readonly string[]): Promise<void> => {
  const entries = await readdir(folder);
  const own = entries.filter((entry) => names.some((name) => entry.startsWith(name)));
  if (own.length === entries.length) await chmod(folder, OWNER_ONLY.folder);
  for (const name of own) await restrictTree(join(folder, name));
};

/** A link is not followed: what it names is not ours. A file that is gone meanwhile needs nothing. */
const restrictTree = async (path: string): Promise<void> => {
  const found = await lstat(path).catch(ignoreMissing);
  if (found?.isDirectory()) {
    await chmod(path, OWNER_ONLY.folder);
    for (const name of await readdir(path)) await restrictTree(join(path, name));
  } else if (found?.isFile()) {
    await chmod(path, OWNER_ONLY.file).catch(ignoreMissing);
  }
};

const ignoreMissing = (error: unknown): undefined => {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
};
