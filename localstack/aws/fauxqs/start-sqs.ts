import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkDatabase } from '../process/check-database.ts';
import { type Child, startChild } from '../process/child.ts';

type SqsOptions = {
  /** The folder that keeps queues and messages. Default: in memory. */
  readonly folder?: string | undefined;
  /** Kills the process if it aborts before the process is ready. */
  readonly signal?: AbortSignal | undefined;
};

/** The file of fauxqs in its folder. */
const FILE = 'fauxqs.db';

/** Starts an SQS that speaks AWS's protocol (fauxqs) on 127.0.0.1. */
export const startSqs = async ({ folder, signal }: SqsOptions = {}): Promise<Child> => {
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    checkDatabase(join(folder, FILE));
  }
  return await startChild({
    name: 'SQS (fauxqs)',
    command: process.execPath,
    args: [join(import.meta.dirname, 'server.ts'), ...(folder ? [resolve(folder)] : [])],
    announcement: /^listening on port (\d+)$/,
    folder,
    signal,
  });
};
