import { startProgress } from '@willcall/cli';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import { openApi } from '../../cli/api/api.ts';
import { issueToken } from '../../stage/identity.ts';
import { readRunningStack } from '../../stage/running-stack.ts';
import { type Cleared, clearHouse } from './clear-house.ts';
import { type Filled, fillHouse } from './fill-house.ts';
import type { SeatsOptions } from './options.ts';
import { type SeatApi, seatApi } from './seat-api.ts';
import { readSeatFile } from './seat-file.ts';
import { clearedSummary, filledSummary } from './summary.ts';

/** What is to be printed, and whether all of it was done as asked. */
export type SeatsReport = { readonly lines: readonly string[]; readonly ok: boolean };

/**
 * Adds or removes the seats of a file, on the stack that `npm start` runs. An interrupt ends it with
 * what was done until then.
 *
 * @throws LocalAwsError with a sentence for people
 */
export async function runSeats(
  { showId, file, remove }: SeatsOptions,
  interrupt: AbortSignal,
): Promise<SeatsReport> {
  const seatIds = await readSeatFile(file);
  const stack = await readRunningStack();
  if (stack === undefined)
    throw new BadSettingError('No stack is running: start one with npm start.');
  const token = await issueToken({ user: 'ops', admin: true });
  const connections = openApi(stack.url);
  const api = seatApi(connections, showId, token, interrupt);
  try {
    return await (remove ? clear : fill)(api, seatIds, interrupt);
  } finally {
    connections.close();
  }
}

async function fill(
  api: SeatApi,
  seatIds: readonly string[],
  interrupt: AbortSignal,
): Promise<SeatsReport> {
  let last: Filled = { added: 0, existing: 0 };
  await withProgress(interrupt, (show) =>
    fillHouse(api, seatIds, (filled) => {
      last = filled;
      const { added, existing } = filled;
      show(`seats ${added + existing}/${seatIds.length}  added ${added}`);
    }),
  );
  return { lines: filledSummary(last, seatIds.length), ok: true };
}

async function clear(
  api: SeatApi,
  seatIds: readonly string[],
  interrupt: AbortSignal,
): Promise<SeatsReport> {
  let last: Cleared = { removed: 0, sold: [], missing: 0 };
  await withProgress(interrupt, (show) =>
    clearHouse(api, seatIds, (cleared) => {
      last = cleared;
      const { removed, sold, missing } = cleared;
      const done = removed + sold.length + missing;
      show(`seats ${done}/${seatIds.length}  removed ${removed}  sold ${sold.length}`);
    }),
  );
  return { lines: clearedSummary(last, seatIds.length), ok: last.sold.length === 0 };
}

/** Runs it to its end, or until it is interrupted: then its last progress says what was done. */
async function withProgress(
  interrupt: AbortSignal,
  work: (show: (line: string) => void) => Promise<void>,
): Promise<void> {
  const progress = startProgress();
  try {
    await work(progress.show);
  } catch (error) {
    if (!interrupt.aborted) throw error;
  } finally {
    progress.end();
  }
}
