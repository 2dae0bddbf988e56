import { parseArgs } from 'node:util';

export type DeadLettersOptions = {
  /** Send parked messages back instead of listing. */
  readonly redrive: boolean;
  readonly json: boolean;
};

/**
 * What the command line asks for.
 *
 * @throws TypeError of parseArgs for what it cannot read
 */
export const deadLettersOptions = (args: readonly string[]): DeadLettersOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      redrive: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values.help ? 'help' : { redrive: values.redrive, json: values.json };
};
