import { parseArgs } from 'node:util';
import { type EventType, eventTypes } from '@willcall/contracts';
import { BadSettingError } from '../../../aws/local-aws-error.ts';

export type FollowOptions = {
  readonly kind: 'follow';
  /** None for all. */
  readonly types: readonly EventType[];
  readonly json: boolean;
  readonly count: number | undefined;
  readonly bus: string | undefined;
};

export type EventsOptions = FollowOptions | { readonly kind: 'replay'; readonly json: boolean };

/**
 * What the command line of `npm run events` asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const eventsOptions = (args: readonly string[]): EventsOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      type: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      count: { type: 'string' },
      bus: { type: 'string' },
      replay: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { json, type, count, bus } = values;
  if (!values.replay) {
    return { kind: 'follow', types: type.map(eventType), json, count: wholeNumber(count), bus };
  }
  if (type.length > 0 || count !== undefined || bus !== undefined) {
    throw new BadSettingError('--replay takes no other option than --json.');
  }
  return { kind: 'replay', json };
};

const eventType = (text: string): EventType => {
  if (Object.hasOwn(eventTypes, text)) return text as EventType;
  throw new BadSettingError(
    `--type ${text} cannot be used: the types are ${Object.keys(eventTypes).join(', ')}.`,
  );
};

const wholeNumber = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BadSettingError(
    `--count ${text} cannot be used: it must be a whole number from 1 to 999999999.`,
  );
};
