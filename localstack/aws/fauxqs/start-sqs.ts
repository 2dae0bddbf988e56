import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Child, startChild } from '../process/child.ts';

type SqsOptions = {
  /** The folder that keeps queues and messages. Default: in memory. */
  readonly folder?: string | undefined;
};

/** Starts an SQS that speaks AWS's protocol (fauxqs) on 127.0.0.1. */
export const startSqs = async ({ folder }: SqsOptions = {}): Promise<Child> => {
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return await startChild({
    name: 'SQS (fauxqs)',
    command: process.execPath,
    args: [join(import.meta.dirname, 'server.ts'), ...(folder ? [resolve(folder)] : [])],
    announcement: /^listening on port (\d+)$/,
  });
};
