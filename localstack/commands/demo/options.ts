import { parseArgs } from 'node:util';
import { MAX_TICKETS_PER_PURCHASE } from '@willcall/contracts';
import { BadSettingError } from '../../aws/local-aws-error.ts';

export type DemoOptions = {
  readonly tickets: number;
  readonly buyers: number;
  /** Tickets that each buyer asks for; `mixed`: 1 to 8, by the seed. */
  readonly quantity: number | 'mixed';
  readonly seed: number;
  /** From the first request until the last buyer must know. */
  readonly timeoutSeconds: number;
  readonly json: boolean;
};

const MOST_TICKETS = 100_000;
const MOST_BUYERS = 20_000;
const HIGHEST_SEED = 2 ** 32 - 1;
const LONGEST_TIMEOUT_SECONDS = 3_600;

/**
 * What the command line asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const demoOptions = (args: readonly string[]): DemoOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tickets: { type: 'string', default: '100' },
      buyers: { type: 'string', default: '1000' },
      quantity: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      timeout: { type: 'string', default: '120' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const mixed = values.quantity === 'mixed';
  return {
    tickets: wholeNumber('tickets', values.tickets, 1, MOST_TICKETS),
    buyers: wholeNumber('buyers', values.buyers, 1, MOST_BUYERS),
    quantity: mixed
      ? 'mixed'
      : wholeNumber('quantity', values.quantity, 1, MAX_TICKETS_PER_PURCHASE, ', or mixed'),
    seed: wholeNumber('seed', values.seed, 0, HIGHEST_SEED),
    timeoutSeconds: wholeNumber('timeout', values.timeout, 1, LONGEST_TIMEOUT_SECONDS),
    json: values.json,
  };
};

const wholeNumber = (name: string, text: string, least: number, most: number, or = ''): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new BadSettingError(
    `--${name} ${text} cannot be used: it must be a whole number from ${least} to ${most}${or}.`,
  );
};
