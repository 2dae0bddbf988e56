import type { LoadBuyer, LoadSample } from '@willcall/localstack/load';
import { type Answer, readWaitSeconds } from './answer.ts';
import { judgePollAnswer } from './judge-poll-answer.ts';
import { judgePurchaseAnswer } from './judge-purchase-answer.ts';

/** The state of one buyer. */
export type Visit = {
  readonly buyer: LoadBuyer;
  readonly next: 'ask' | 'look' | 'leave';
  /** Seconds to wait before the next request. */
  readonly waitSeconds: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Consecutive answers with 429 or 503. */
  readonly turnedAway: number;
  /** The path of the purchase, once it is accepted. */
  readonly location?: string;
};

/** The new state after an answer, and the samples to report. */
export type Step = { readonly visit: Visit; readonly samples: readonly LoadSample[] };

/** After so many 429s or 503s in a row, a service is down and more requests would not help. */
const MAX_REFUSALS_IN_A_ROW = 6;

/** Milliseconds after which a buyer gives up. Every scenario's queue drains in less time. */
const GIVE_UP_AFTER_MS = 180_000;

export const beginVisit = (buyer: LoadBuyer, now: number): Step => ({
  visit: { buyer, next: 'ask', waitSeconds: 0, startedAt: now, turnedAway: 0 },
  samples: [{ kind: 'arrived', at: now }],
});

/** Handles the answer to a request for tickets. */
export const handlePurchaseAnswer = (visit: Visit, answer: Answer, at: number): Step => {
  const { buyer, location, startedAt } = visit;
  const verdict = judgePurchaseAnswer(answer, buyer.behaviour, location);
  switch (verdict.kind) {
    case 'accepted': {
      const isFirst = location === undefined;
      const repeats = isFirst && buyer.behaviour === 'repeats';
      return {
        visit: {
          ...visit,
          location: verdict.location,
          turnedAway: 0,
          next: repeats ? 'ask' : 'look',
          waitSeconds: repeats ? 0 : readWaitSeconds(answer),
        },
        samples: [
          isFirst ? { kind: 'accepted', at, ms: at - startedAt } : { kind: 'repeated', at },
        ],
      };
    }
    case 'not-now':
      return turnedAway(visit, answer, at);
    case 'sold-out':
    case 'card-refused':
      return leave(visit, { kind: verdict.kind, at });
    case 'unexpected':
      return leave(visit, { kind: verdict.kind, at, what: verdict.what });
  }
};

/** Handles the answer to a poll of the purchase. */
export const handlePollAnswer = (visit: Visit, answer: Answer, at: number): Step => {
  const verdict = judgePollAnswer(answer, at);
  switch (verdict.kind) {
    case 'pending':
      return at - visit.startedAt > GIVE_UP_AFTER_MS
        ? leave(visit, { kind: 'undecided', at })
        : stay({ ...visit, turnedAway: 0, waitSeconds: readWaitSeconds(answer) });
    case 'not-now':
      return turnedAway(visit, answer, at);
    case 'decided':
      return leave(visit, verdict);
    case 'unexpected':
      return leave(visit, { kind: verdict.kind, at, what: verdict.what });
  }
};

/** Handles a request that got no answer. */
export const handleNoAnswer = (visit: Visit, why: string, at: number): Step =>
  leave(visit, { kind: 'unexpected', at, what: `No answer: ${why}` });

const turnedAway = (visit: Visit, answer: Answer, at: number): Step => {
  const times = visit.turnedAway + 1;
  if (times < MAX_REFUSALS_IN_A_ROW) {
    return stay({ ...visit, turnedAway: times, waitSeconds: readWaitSeconds(answer) });
  }
  const what = `${answer.status}, ${MAX_REFUSALS_IN_A_ROW} times in a row`;
  return leave(visit, { kind: 'unexpected', at, what });
};

const stay = (visit: Visit): Step => ({ visit, samples: [] });

const leave = (visit: Visit, sample: LoadSample): Step => ({
  visit: { ...visit, next: 'leave', waitSeconds: 0 },
  samples: [sample],
});
