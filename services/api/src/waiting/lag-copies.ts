import type { MeasuredLag } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { readPulses, type Store } from '@willcall/store';
import { copies } from './copies.ts';

/** What the workers measure at this moment; `unknown` when the read failed or was slow. */
export type LagCopy = readonly MeasuredLag[] | 'unknown';

/**
 * Copies of what the workers measure of a show or of the queue, at most a second old, of 0.5 read units
 * each: not a read for each who waits. Never throws and never waits long.
 */
export const lagCopies = (
  store: Store<'pulse'>,
  log: Log,
  patienceMs: number,
): ((subject: string) => Promise<LagCopy>) =>
  copies<readonly MeasuredLag[]>({
    read: (subject) => readPulses(store, subject),
    onFailure: (_, error) => log.warn('The lag of the workers could not be read', { error }),
    patienceMs,
  });
