import { Instant } from '@willcall/contracts';
import * as z from 'zod';

/** The subject of what is measured of all shows together. No show is called so: ours are 16 characters. */
export const QUEUE_PULSE = 'queue';

/**
 * What one worker environment has measured last of a show, or of the whole queue: about 120 bytes, so
 * that those of some thirty environments are one read of half a unit.
 */
export const PulseRecord = z.object({
  /** A show's id, or `queue`. */
  subject: z.string(),
  /** Of the worker: made up when it started. */
  environment: z.string(),
  /** Milliseconds from request to decision. */
  lagMs: z.int().min(0),
  /** The longest of the last twenty minutes. */
  highestLagMs: z.int().min(0).optional(),
  at: Instant,
});
export type PulseRecord = z.infer<typeof PulseRecord>;
