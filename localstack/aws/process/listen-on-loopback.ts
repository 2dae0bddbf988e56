import type { AddressInfo, Server } from 'node:net';
import { BadSettingError, PortTakenError } from '../local-aws-error.ts';

/** As many connections may wait as a rush of buyers opens at once; Node's default of 511 drops some. */
const BACKLOG = 4_096;

/**
 * Listens on 127.0.0.1 and returns the port, which 0 leaves to the system.
 * @throws PortTakenError when something else listens there
 */
export const listenOnLoopback = async (server: Server, port: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') reject(new PortTakenError(port, { cause: error }));
    else if (error.code === 'EACCES') reject(notAllowed(port, error));
    else reject(error);
  });
  server.listen({ host: '127.0.0.1', port, backlog: BACKLOG }, () => {
    resolve((server.address() as AddressInfo).port);
  });
  return await promise;
};

const notAllowed = (port: number, cause: Error): BadSettingError =>
  new BadSettingError(`Port ${port} may not be used: choose one above 1023 with PORT.`, { cause });
