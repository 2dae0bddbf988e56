import { readFileSync } from 'node:fs';

const LISTENING = '0A';
const LOOPBACK = new Set([
  '0100007F',
  '0000000000000000FFFF00000100007F',
  '00000000000000000000000001000000',
]);

/** Reads from Linux's /proc/net/tcp and tcp6 how the sockets that listen on a port are bound. */
export const findListeners = (port: number): ('loopback' | 'everywhere')[] => {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${wanted}`) && state === LISTENING)
    .map(([, local = '']) => (LOOPBACK.has(local.split(':')[0] ?? '') ? 'loopback' : 'everywhere'));
};
