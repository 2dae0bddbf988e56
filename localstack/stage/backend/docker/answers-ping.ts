import { request } from 'node:http';
import { connect } from 'node:net';
import type { DockerPlace } from './docker-places.ts';

/** A Docker on this machine answers within milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Whether a Docker answers there. With TLS, whose keys are its client's business, being listened at is
 * all that is asked.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.51/#tag/System/operation/SystemPing
 */
export const answersPing = (place: DockerPlace, tls: boolean): Promise<boolean> => {
  if (tls && 'host' in place) return isListening(place);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const target = 'socket' in place ? { socketPath: place.socket } : place;
  const ping = request({ ...target, path: '/_ping', timeout: PATIENCE_MS });
  ping.once('response', (response) => {
    response.destroy();
    resolve(response.statusCode === 200);
  });
  ping.once('timeout', () => ping.destroy(new Error('No answer in time')));
  ping.once('error', () => resolve(false));
  ping.end();
  return promise;
};

const isListening = (place: { readonly host: string; readonly port: number }): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ ...place, timeout: PATIENCE_MS });
  const answer = (is: boolean) => () => {
    socket.destroy();
    resolve(is);
  };
  socket.once('connect', answer(true));
  socket.once('timeout', answer(false));
  socket.once('error', answer(false));
  return promise;
};
