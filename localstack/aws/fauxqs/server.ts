import { buildApp } from 'fauxqs';
import { endWithParent } from '../process/child.ts';
import { announceObjects } from './announce-objects.ts';
import { loadFauxqsInternals } from './fauxqs-internals.ts';
import { keepMessages, keepObjects } from './message-log.ts';

/** The SQS process: `node server.ts [folder]`, on 127.0.0.1 and a free port, said on its output. */
const serve = async (folder: string | undefined): Promise<void> => {
  const { stores, openMessageLog } = await loadFauxqsInternals();
  // No host of its own: queue URLs then carry the address that the request was sent to.
  stores.sqsStore.host = '';
  const log = folder === undefined ? undefined : openMessageLog(folder);
  if (log !== undefined) keepMessages(stores, log);
  const app = buildApp({ logger: false, stores });
  // What fauxqs's S3 lacks: objects that outlive the process, and notifications.
  if (log !== undefined) keepObjects(stores, log);
  announceObjects(app, stores);
  const endpoint = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  // A kept queue still has the URL of the port that was free last time.
  for (const queue of stores.sqsStore.allQueues()) {
    Object.assign(queue, { url: new URL(new URL(queue.url).pathname, endpoint).href });
  }
  endWithParent(async () => {
    await app.close();
    log?.close();
  });
  console.log(`listening on port ${endpoint.port}`);
};

await serve(process.argv[2]);
