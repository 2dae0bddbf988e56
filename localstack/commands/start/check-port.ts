import { createServer } from 'node:net';
import { listenOnLoopback } from '../../aws/process/loopback-server.ts';

/**
 * Says at once that a port is taken, instead of after DynamoDB has started. The gateway still may
 * find it taken later, and says the same.
 */
export const checkPort = async (port: number): Promise<void> => {
  const probe = createServer();
  await listenOnLoopback(probe, port);
  const closed = Promise.withResolvers<void>();
  probe.close(() => closed.resolve());
  await closed.promise;
};
