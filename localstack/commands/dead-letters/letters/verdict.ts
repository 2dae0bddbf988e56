import type { PurchaseRecord } from '@willcall/store';
import { readMessage, WorkerError } from '@willcall/worker';
import type { Letter } from './letter.ts';

/** What is to become of a letter. */
export type Verdict =
  /** Its purchase has a terminal record: another try only deletes it. */
  | { readonly verdict: 'decided'; readonly status: PurchaseRecord['status'] }
  /** It can be decided. Parked ones wait for `--redrive`. */
  | { readonly verdict: 'waiting'; readonly next: 'retry'; readonly nextTryAt: string }
  | { readonly verdict: 'waiting'; readonly next: 'redrive' }
  /** This release can never decide it. */
  | {
      readonly verdict: 'poison';
      readonly why: string;
      readonly next: 'FAILED' | 'park' | 'repair';
    };

/** What is known of a letter besides itself. */
export type Known = {
  readonly record: PurchaseRecord | undefined;
  /** Whether it can be told whose purchase it is. */
  readonly isIdentified: boolean;
  readonly now: Date;
};

/** Judges a letter as the functions will; the reasons name fields, and none of their values. */
export const verdictOf = (letter: Letter, { record, isIdentified, now }: Known): Verdict => {
  if (record !== undefined) return { verdict: 'decided', status: record.status };
  const why = whyUnreadable(letter);
  if (why !== undefined)
    return { verdict: 'poison', why, next: nextOfPoison(letter, isIdentified) };
  if (letter.queue === 'parked') return { verdict: 'waiting', next: 'redrive' };
  const at = Math.max(now.getTime(), letter.hiddenUntil?.getTime() ?? 0);
  return { verdict: 'waiting', next: 'retry', nextTryAt: new Date(at).toISOString() };
};

const nextOfPoison = ({ queue }: Letter, isIdentified: boolean): 'FAILED' | 'park' | 'repair' => {
  if (queue === 'parked') return 'repair';
  return isIdentified ? 'FAILED' : 'park';
};

const whyUnreadable = (letter: Pick<Letter, 'body'>): string | undefined => {
  try {
    readMessage(letter);
    return undefined;
  } catch (error) {
    if (error instanceof WorkerError) return error.message;
    throw error;
  }
};
