import type { DeadLetterList, Redriven } from './generated/api.ts';
import { type CallOptions, type Send, sendWithin } from './http.ts';

/** Purchases that could not be decided. For admins. */
export type DeadLetters = {
  /** Lists what can be received now, each with a verdict. */
  list(options?: CallOptions): Promise<DeadLetterList>;
  /** Sends the parked messages back to the purchases queue. Do so after a repair. Can be repeated. */
  redrive(options?: CallOptions): Promise<Redriven>;
};

export const createDeadLetters = (send: Send): DeadLetters => ({
  list: (options) => sendWithin(send, { method: 'GET', path: '/dead-letters' }, options),
  redrive: (options) =>
    sendWithin(send, { method: 'POST', path: '/dead-letters/redrive' }, options),
});
