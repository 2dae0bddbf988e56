import { BadSettingError } from '../../aws/local-aws-error.ts';

/**
 * The origin of an address on this machine. A demo is a load test: it must never reach anything else.
 *
 * @throws BadSettingError for any other host
 */
export const loopbackOrigin = (address: string): string => {
  const { origin, hostname, protocol } = new URL(address);
  if (protocol === 'http:' && hostname === '127.0.0.1') return origin;
  throw new BadSettingError(`The demo only ever loads http://127.0.0.1, not ${origin}.`);
};
