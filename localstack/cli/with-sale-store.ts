import { type Progress, startProgress } from '@willcall/cli';
import type { Store } from '@willcall/store';
import { readRunningStack } from '../stage/running-stack.ts';
import { endWithReader } from './end-with-reader.ts';
import { INTERRUPTED } from './interrupted.ts';
import { openSaleStore } from './open-sale-store.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/**
 * Lets a command read the tables of a sale, with its progress. Ctrl-C ends it, and a reader of its
 * output that has seen enough: quietly, since nothing is written.
 *
 * @throws LocalAwsError with a sentence for people, when there are no such tables to be found
 */
export async function withSaleStore<T>(
  read: (store: Store, progress: Progress) => Promise<T>,
): Promise<T> {
  const store = openSaleStore(process.env, await readRunningStack());
  const progress = startProgress();
  endWithReader(process.stdout, progress.end);
  stopOnSignals(async () => {
    progress.end();
    process.exit(INTERRUPTED);
  });
  try {
    return await read(store, progress);
  } finally {
    progress.end();
  }
}
