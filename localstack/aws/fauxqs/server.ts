import { buildApp } from 'fauxqs';
import { endWithParent } from '../process/child.ts';
import { lockFolder } from '../process/folder-lock.ts';
import { allowPages } from './allow-pages.ts';
import { announceObjects } from './announce-objects.ts';
import { loadFauxqsInternals } from './fauxqs-internals.ts';
import { keepMessages, keepObjects } from './message-log.ts';

/** The SQS process: `node server.ts [folder]`. Listens on a free port of 127.0.0.1, and prints it. */
const serve = async (folder: string | undefined): Promise<void> => {
  if (folder !== undefined) lockAfterPredecessor(folder);
  const { stores, openMessageLog } = await loadFauxqsInternals();
  // Without a host, queue URLs contain the address that the request was sent to.
  stores.sqsStore.host = '';
  const log = folder === undefined ? undefined : openMessageLog(folder);
  if (log !== undefined) keepMessages(stores, log);
  const app = buildApp({ logger: false, stores });
  // fauxqs's S3 lacks objects that survive a restart, notifications, and CORS.
  if (log !== undefined) keepObjects(stores, log);
  announceObjects(app, stores);
  allowPages(app);
  const endpoint = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  // A stored queue still has the URL with the previous port.
  for (const queue of stores.sqsStore.allQueues()) {
    Object.assign(queue, { url: new URL(new URL(queue.url).pathname, endpoint).href });
  }
  endWithParent(async () => {
    await app.close();
    log?.close();
  });
  console.log(`listening on port ${endpoint.port}`);
};

/** A parent that is killed leaves its server running for a moment. It still has messages in memory. */
const PREDECESSOR_TIMEOUT_MS = 10_000;

const lockAfterPredecessor = (folder: string): void => {
  const lock = lockFolder(folder, PREDECESSOR_TIMEOUT_MS);
  if (lock === undefined) throw new Error(`Another SQS uses ${folder}.`);
  process.once('exit', lock.release);
};

// Its files hold names and e-mail addresses.
process.umask(0o077);

await serve(process.argv[2]);
