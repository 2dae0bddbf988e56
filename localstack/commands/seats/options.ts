import { parseArgs } from 'node:util';
import { ShowId } from '@willcall/contracts';
import { BadSettingError } from '../../aws/local-aws-error.ts';

export type SeatsOptions = {
  readonly showId: string;
  readonly file: string;
  /** Take the seats away instead of adding them. */
  readonly remove: boolean;
};

/**
 * What the command line asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const seatsOptions = (args: readonly string[]): SeatsOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      show: { type: 'string' },
      file: { type: 'string' },
      remove: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { show, file, remove } = values;
  if (show === undefined || file === undefined) {
    throw new BadSettingError(
      'Name a show and a file, as in: npm run seats -- --show ID --file seats.csv',
    );
  }
  if (!ShowId.safeParse(show).success) {
    throw new BadSettingError('--show must be the id of a show, as POST /v1/shows answered it.');
  }
  return { showId: show, file, remove };
};
