import { parseArgs } from 'node:util';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import { showIdOption } from '../../cli/show-id-option.ts';
import { type FormatName, formats } from './ticket-format.ts';

const statuses = ['all', 'valid'] as const;

export type TicketsOptions = {
  readonly showId: string;
  readonly format: FormatName;
  /** `valid`: without the cancelled ones. */
  readonly status: (typeof statuses)[number];
};

/**
 * What the command line asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const ticketsOptions = (args: readonly string[]): TicketsOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      show: { type: 'string' },
      format: { type: 'string', default: 'csv' },
      status: { type: 'string', default: 'all' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    showId: showIdOption(values.show),
    format: oneOf('format', formats, values.format),
    status: oneOf('status', statuses, values.status),
  };
};

const oneOf = <Choice extends string>(
  name: string,
  choices: readonly Choice[],
  text: string,
): Choice => {
  const chosen = choices.find((choice) => choice === text);
  if (chosen !== undefined) return chosen;
  throw new BadSettingError(
    `--${name} ${text} cannot be used: it must be ${choices.join(' or ')}.`,
  );
};
