import { parseArgs } from 'node:util';
import { showIdOption } from '../../cli/show-id-option.ts';

export type AuditOptions = {
  readonly showId: string;
  /** Only what holds at any time. */
  readonly stockOnly: boolean;
  readonly json: boolean;
};

/**
 * What the command line asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const auditOptions = (args: readonly string[]): AuditOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      show: { type: 'string' },
      'stock-only': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    showId: showIdOption(values.show),
    stockOnly: values['stock-only'],
    json: values.json,
  };
};
