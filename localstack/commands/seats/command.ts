import { Command, CommandError, exitCodes, interruptible, withProgress } from '@willcall/cli';
import { required, requireOptions, showOption } from '@willcall/cli/options';
import { openClient } from '@willcall/client/checked';
import { expectLocalBackend } from '../../stage/backend/choose-backend.ts';
import { issueToken } from '../../stage/identity.ts';
import { readRunningStack } from '../../stage/running-stack.ts';
import { expectLoopbackOrigin } from '../sale/sale-stack.ts';
import { readSeatFile } from './seat-file.ts';
import {
  type AddedSeats,
  addSeats,
  type RemovedSeats,
  removeSeats,
  type SeatMap,
} from './seat-map.ts';

type SeatsOptions = {
  readonly show: string;
  readonly file: string;
  /** Remove the seats instead of adding them. */
  readonly remove: boolean;
  /** False after --no-header: every line is a seat. */
  readonly header: boolean;
};

export const command = (): Command =>
  new Command('seats')
    .description(
      'Adds the seats in a file to a show with reserved seating, or removes them, on the stack that npm start runs.',
    )
    .addOption(showOption())
    .option('--file <file>', required('a file with one seat per line, such as 1-A9; see below'))
    .option(
      '--remove',
      'removes the seats that are free; lists and keeps those that are sold',
      false,
    )
    .option('--no-header', 'reads every line as a seat, whatever it looks like')
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ show: NAME_BOTH, file: NAME_BOTH }))
    .action(async (options: SeatsOptions) => {
      expectLocalBackend(process.env, {
        command: 'seats',
        instead: 'for a deployed stage, send the seats to its API: POST /v1/shows/{showId}/seats',
      });
      await interruptible(async (interrupt) => {
        const { lines, ok } = await runSeats(options, interrupt);
        console.log(lines.join('\n'));
        interrupt.throwIfAborted();
        if (!ok) process.exitCode = exitCodes.failed;
      });
    });

const NAME_BOTH =
  '--show and --file are required, as in: npm run seats -- --show ID --file seats.csv';

const help = `
Example:
  npx --no-install willcall seats --show hamlet --file seats.csv

The file has one seat per line, such as 1-A9, and up to 20000 seats. A seat has 1 to 16 letters, digits
and hyphens, and appears once. The command validates the whole file before it sends anything.

A first line such as seat, "Seat ID" or Sitzplatz is a header. The command refuses the file, with the line
numbers, if other lines may be headers: a second header from files that were joined, a line without a
digit among seats with digits, or a first line unlike all others. It warns of seats that differ only by
leading zeros or case, such as A1 and A01.

You can interrupt the command and run it again. It skips the seats that are already done.

The exit code is 1 if the file or the show is invalid, the API cannot be reached, or --remove finds a sold
seat. It is 130 after an interrupt.`;

/** The output, and whether every seat was processed as requested. */
type SeatsReport = { readonly lines: readonly string[]; readonly ok: boolean };

/**
 * Adds or removes the seats in a file, on the stack that `npm start` runs. After an interrupt it
 * reports what was done so far.
 *
 * @throws CommandError with a sentence for the user; ApiError
 */
async function runSeats(
  { show: showId, file, remove, header }: SeatsOptions,
  signal: AbortSignal,
): Promise<SeatsReport> {
  const { seatIds, notes } = await readSeatFile(file, { mayHaveHeaders: header });
  for (const note of notes) console.error(`Warning: ${note}`);
  const stack = await readRunningStack();
  if (stack === undefined) {
    throw new CommandError('No stack is running. Start one with npm start.', { code: 'NO_STACK' });
  }
  const token = await issueToken({ user: 'ops', admin: true });
  const client = openClient({ url: expectLoopbackOrigin(stack.url), token });
  try {
    return await (remove ? removeWithProgress : addWithProgress)(
      { client, showId, signal },
      seatIds,
    );
  } finally {
    client.close();
  }
}

async function addWithProgress(seatMap: SeatMap, seatIds: readonly string[]): Promise<SeatsReport> {
  let last: AddedSeats = { added: 0, existing: 0 };
  await untilInterrupted(seatMap.signal, (show) =>
    addSeats(seatMap, seatIds, (filled) => {
      last = filled;
      const { added, existing } = filled;
      show(`seats ${added + existing}/${seatIds.length}  added ${added}`);
    }),
  );
  return { lines: formatAdded(last, seatIds.length), ok: true };
}

async function removeWithProgress(
  seatMap: SeatMap,
  seatIds: readonly string[],
): Promise<SeatsReport> {
  let last: RemovedSeats = { removed: 0, sold: [], missing: 0 };
  await untilInterrupted(seatMap.signal, (show) =>
    removeSeats(seatMap, seatIds, (cleared) => {
      last = cleared;
      const { removed, sold, missing } = cleared;
      const done = removed + sold.length + missing;
      show(`seats ${done}/${seatIds.length}  removed ${removed}  sold ${sold.length}`);
    }),
  );
  return { lines: formatRemoved(last, seatIds.length), ok: last.sold.length === 0 };
}

/** Runs the work until it ends or is interrupted. The result is then the last progress. */
const untilInterrupted = (
  interrupt: AbortSignal,
  work: (show: (line: string) => void) => Promise<void>,
): Promise<void> =>
  withProgress(({ show }) =>
    work(show).catch((error: unknown) => {
      if (!interrupt.aborted) throw error;
    }),
  );

const formatSeats = (number: number): string => `${number} ${number === 1 ? 'seat' : 'seats'}`;

const formatInterruption = (done: number, of: number): string =>
  done === of ? '' : ` Interrupted after ${done} of ${of}. Run it again to continue.`;

/** Reports the added seats. */
const formatAdded = ({ added, existing, capacity }: AddedSeats, of: number): string[] => {
  const seatMap = capacity === undefined ? '' : ` The show has ${formatSeats(capacity)}.`;
  const before = `${existing} already existed`;
  return [
    `Added ${formatSeats(added)}, ${before}.${seatMap}${formatInterruption(added + existing, of)}`,
  ];
};

/** Reports the removed seats and the sold ones. */
const formatRemoved = ({ removed, sold, missing }: RemovedSeats, of: number): string[] => {
  const done = removed + sold.length + missing;
  const others = `${sold.length} sold, ${missing} not found`;
  return [
    `Removed ${formatSeats(removed)}, ${others}.${formatInterruption(done, of)}`,
    ...(sold.length === 0 ? [] : [`Sold, not removed: ${sold.join(' ')}`]),
  ];
};
