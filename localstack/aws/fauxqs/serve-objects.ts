import { announceObjects, type FauxqsApp } from './announce-objects.ts';
import type { FauxqsStores, MessageLog } from './fauxqs-internals.ts';
import { keepObjects } from './keep-objects.ts';

/** Adds to fauxqs's S3 what it lacks: notifications, and objects that outlive the process. */
export const serveObjects = (
  app: FauxqsApp,
  stores: FauxqsStores,
  log: MessageLog | undefined,
): void => {
  if (log !== undefined) keepObjects(stores, log);
  announceObjects(app, stores);
};
