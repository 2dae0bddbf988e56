import { createHash } from 'node:crypto';
import { isAlive } from '../../../aws/process/child.ts';

/** What the names of a run's queue, rule and target begin with: `npm run events` made them. */
export const TEMPORARY_PREFIX = 'willcall-events-run-';

/** Who made a temporary thing: a process of a machine, and when. */
export type Owner = {
  /** Seconds since 1970. */
  readonly startedAt: number;
  /** A short hash: names are seen by others. */
  readonly machine: string;
  readonly pid: number;
};

/** Seconds. No run lasts longer: what is older was left behind, whoever made it. */
export const LONGEST_RUN_SECONDS = 24 * 60 * 60;

const NAME = new RegExp(`^${TEMPORARY_PREFIX}(\\d+)-([0-9a-f]{8})-(\\d+)-[0-9a-f]+$`);

/** A name of at most 64 characters, as rules have it. */
export const temporaryName = ({ startedAt, machine, pid }: Owner, random: string): string =>
  `${TEMPORARY_PREFIX}${startedAt}-${machine}-${pid}-${random}`;

/** A machine, by its host name. */
export const machineOf = (hostname: string): string =>
  createHash('sha256').update(hostname).digest('hex').slice(0, 8);

/**
 * Whether the run that made a thing of this name has ended without removing it: its process is gone
 * from this machine or, whatever the machine, it is older than any run can be.
 */
export const isLeftover = (
  name: string,
  here: Pick<Owner, 'machine'>,
  now: Date,
  isRunning: (pid: number) => boolean = isAlive,
): boolean => {
  const [, startedAt, machine, pid] = NAME.exec(name) ?? [];
  if (startedAt === undefined) return false;
  const isTooOld = now.getTime() / 1_000 - Number(startedAt) > LONGEST_RUN_SECONDS;
  return isTooOld || (machine === here.machine && !isRunning(Number(pid)));
};
