import { BlockList, isIP, isIPv4 } from 'node:net';
import type { Json } from '../json.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';

/** Whether an address, of version 4 or 6, lies in a block. */
export const cidr = (argument: Json): ValueTest => {
  if (typeof argument !== 'string') {
    throw new InvalidPatternError('cidr match pattern must be a string');
  }
  const { address, maskBits } = parsed(argument);
  const block = new BlockList();
  block.addSubnet(address, maskBits, familyOf(address));
  return (value) =>
    typeof value === 'string' &&
    isIP(value) === isIP(address) &&
    block.check(value, familyOf(value));
};

const parsed = (block: string): { readonly address: string; readonly maskBits: number } => {
  const [address = '', bits, ...more] = block.split('/');
  if (bits === undefined || more.length > 0) {
    throw new InvalidPatternError("Malformed CIDR, one '/' required");
  }
  if (!/^\d{1,3}$/.test(bits)) {
    throw new InvalidPatternError('Malformed CIDR, mask bits must be an integer');
  }
  if (isIP(address) === 0) throw new InvalidPatternError(`Nonstandard IP address: ${address}`);
  const maskBits = Number(bits);
  const width = isIPv4(address) ? 32 : 128;
  if (maskBits >= width) {
    throw new InvalidPatternError(`IPv${isIP(address)} mask bits must be < ${width}`);
  }
  return { address, maskBits };
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');
