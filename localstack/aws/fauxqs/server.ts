import { buildApp } from 'fauxqs';
import { endWithParent } from '../process/child.ts';
import { announceObjects } from './announce-objects.ts';
import { loadFauxqsInternals } from './fauxqs-internals.ts';
import { keepMessages, keepObjects } from './message-log.ts';

/** The SQS process: `node server.ts [folder]`. Listens on a free port of 127.0.0.1, and prints it. */
const serve = async (folder: string | undefined): Promise<void> => {
  const { stores, openMessageLog } = await loadFauxqsInternals();
  // Without a host, queue URLs contain the address that the request was sent to.
  stores.sqsStore.host = '';
  const log = folder === undefined ? undefined : openMessageLog(folder);
  if (log !== undefined) keepMessages(stores, log);
  const app = buildApp({ logger: false, stores });
  // fauxqs's S3 lacks objects that survive a restart, and notifications.
  if (log !== undefined) keepObjects(stores, log);
  announceObjects(app, stores);
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

await serve(process.argv[2]);
