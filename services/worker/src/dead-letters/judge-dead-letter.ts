import type { PurchaseRecord } from '@willcall/store';
import { WorkerError } from '../errors.ts';
import { readMessage } from '../read-message.ts';
import type { DeadLetter } from './dead-letter.ts';

/** The verdict on a dead letter. */
export type Verdict =
  /** Its purchase has a terminal record, so another try only deletes the message. */
  | { readonly verdict: 'decided'; readonly status: PurchaseRecord['status'] | 'UNREADABLE' }
  /** It can be decided. Parked messages wait for `--redrive`. */
  | { readonly verdict: 'waiting'; readonly next: 'retry'; readonly nextTryAt: string }
  | { readonly verdict: 'waiting'; readonly next: 'redrive' }
  /** This release can never decide it. */
  | {
      readonly verdict: 'poison';
      readonly why: string;
      readonly next: 'FAILED' | 'park' | 'repair';
    };

/** Facts from outside the dead letter. */
type Facts = {
  readonly record: PurchaseRecord | 'unreadable' | undefined;
  /** Whether the purchase it belongs to is known. */
  readonly isIdentified: boolean;
  readonly now: Date;
};

/** Judges a dead letter as the functions do. Reasons name fields and never their values. */
export const judgeDeadLetter = (
  deadLetter: DeadLetter,
  { record, isIdentified, now }: Facts,
): Verdict => {
  if (record === 'unreadable') return { verdict: 'decided', status: 'UNREADABLE' };
  if (record !== undefined) return { verdict: 'decided', status: record.status };
  const why = findReadError(deadLetter);
  if (why !== undefined)
    return { verdict: 'poison', why, next: chooseNextForPoison(deadLetter, isIdentified) };
  if (deadLetter.queue === 'parked') return { verdict: 'waiting', next: 'redrive' };
  const at = Math.max(now.getTime(), deadLetter.hiddenUntil?.getTime() ?? 0);
  return { verdict: 'waiting', next: 'retry', nextTryAt: new Date(at).toISOString() };
};

const chooseNextForPoison = (
  { queue }: DeadLetter,
  isIdentified: boolean,
): 'FAILED' | 'park' | 'repair' => {
  if (queue === 'parked') return 'repair';
  return isIdentified ? 'FAILED' : 'park';
};

const findReadError = (deadLetter: Pick<DeadLetter, 'body'>): string | undefined => {
  try {
    readMessage(deadLetter);
    return undefined;
  } catch (error) {
    if (error instanceof WorkerError) return error.message;
    throw error;
  }
};
