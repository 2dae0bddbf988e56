import {
  closeSync,
  copyFileSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hasCode, OWNER_ONLY } from './make-folder.ts';

/** A file of this size is rotated: 10 MiB, about 20,000 decisions. */
export const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** `functions.log.1` is the newest rotated file, `functions.log.4` the oldest. Older ones are deleted. */
export const ROTATED_LOGS = 4;

/**
 * Opens a log file to append to, because what an earlier process wrote before it crashed is evidence. A
 * full file is rotated first.
 */
export const openLogFile = async (file: string): Promise<FileHandle> => {
  if (readSize(file) >= MAX_LOG_BYTES) {
    makeRoom(file);
    renameIfExists(file, nameOf(file, 1));
  }
  return await open(file, 'a', OWNER_ONLY.file);
};

/**
 * Rotates a log file that another process is appending to, if it is full. That process keeps its open
 * file, so the content is copied away and the file is emptied, as logrotate's `copytruncate` does. What
 * is written during the copy is copied too. Only a line written between the last read and the next
 * system call is lost.
 */
export const rotateOpenLog = (file: string): void => {
  if (readSize(file) < MAX_LOG_BYTES) return;
  makeRoom(file);
  const newest = nameOf(file, 1);
  copyFileSync(file, newest);
  const [from, to] = [openSync(file, 'r'), openSync(newest, 'a', OWNER_ONLY.file)];
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let position = statSync(newest).size;
    for (;;) {
      const bytes = readSync(from, chunk, 0, chunk.length, position);
      if (bytes === 0) break;
      writeSync(to, chunk, 0, bytes);
      position += bytes;
    }
    truncateSync(file);
  } finally {
    closeSync(from);
    closeSync(to);
  }
};

const CHUNK_BYTES = 64 * 1024;

const nameOf = (file: string, age: number): string => `${file}.${age}`;

/** Makes every rotated file one older. The oldest is replaced. */
const makeRoom = (file: string): void => {
  for (let age = ROTATED_LOGS - 1; age >= 1; age -= 1) {
    renameIfExists(nameOf(file, age), nameOf(file, age + 1));
  }
};

const readSize = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Another command may have rotated the same file a moment ago. */
const renameIfExists = (from: string, to: string): void => {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
};
