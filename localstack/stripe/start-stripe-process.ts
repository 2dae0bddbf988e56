import { join, resolve } from 'node:path';
import { checkDatabase } from '../aws/process/check-database.ts';
import { type Child, startChild } from '../aws/process/child.ts';
import { TEST_MODE_RATE } from './http/rate-limit.ts';
import { type Keys, loadKeys } from './keys.ts';
import { DATABASE_FILE } from './store/open-store.ts';

type StripeProcessOptions = {
  /** Keeps the account and its keys. It is made if it is missing. */
  readonly folder: string;
  /** Whether the folder goes with the process, so that no message promises that it stays. Default: no. */
  readonly isTemporary?: boolean | undefined;
  /** Default: any free port. */
  readonly port?: number | undefined;
  /** How many reads, and how many writes, are allowed a second. Default: 25, as in Stripe's test mode. */
  readonly requestsPerSecond?: number | undefined;
  /** Kills the process if it aborts before the process is ready. */
  readonly signal?: AbortSignal | undefined;
};

export type StripeProcess = Child & Keys & { readonly endpoint: string };

/**
 * Starts a local Stripe as a child process on 127.0.0.1, without faults. It ends with this process, even if this one is killed.
 *
 * @throws UnreadableFileError if the folder's files are damaged
 * @throws ChildProcessError if it does not start, because another one uses the folder or the port
 */
export const startStripeProcess = async ({
  folder,
  isTemporary = false,
  port = 0,
  requestsPerSecond = TEST_MODE_RATE,
  signal,
}: StripeProcessOptions): Promise<StripeProcess> => {
  checkDatabase(join(folder, DATABASE_FILE));
  const keys = await loadKeys(folder);
  const child = await startChild({
    name: 'The local Stripe',
    command: process.execPath,
    args: [
      join(import.meta.dirname, 'server.ts'),
      resolve(folder),
      String(port),
      String(requestsPerSecond),
    ],
    announcement: /^listening on port (\d+)$/,
    folder: isTemporary ? undefined : folder,
    signal,
  });
  return { ...child, ...keys, endpoint: `http://127.0.0.1:${child.port}` };
};
