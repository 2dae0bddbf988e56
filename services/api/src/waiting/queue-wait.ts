import { estimatedWaitMs, retryAfterSeconds } from '@willcall/domain';
import { QUEUE_PULSE } from '@willcall/store';
import type { LagCopy } from './lag-copies.ts';

const MS_PER_SECOND = 1_000;

/** What somebody is told whose purchase is not decided yet. */
export type QueueWait = {
  /** For `Retry-After`: whole seconds. */
  readonly retryAfter: string;
  /** Rounded up; left out when nothing is known, or nobody waits for long. */
  readonly estimatedWaitSeconds?: number;
};

export type QueueWaitDependencies = {
  readonly lags: (subject: string) => Promise<LagCopy>;
  readonly clock: () => Date;
  readonly random: () => number;
};

/** How long purchases take at present, by a copy of what the workers measure. Never throws. */
export const queueWait =
  ({ lags, clock, random }: QueueWaitDependencies) =>
  async (): Promise<QueueWait> => {
    const measured = await lags(QUEUE_PULSE);
    const waitMs = measured === 'unknown' ? undefined : estimatedWaitMs(measured, clock());
    return {
      retryAfter: String(retryAfterSeconds(waitMs, random)),
      ...(waitMs === undefined ? {} : { estimatedWaitSeconds: Math.ceil(waitMs / MS_PER_SECOND) }),
    };
  };
