/** A message that waits among the dead letters, or parked for a person. */
export type Letter = {
  readonly queue: 'dead' | 'parked';
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Date;
  /** Until then it is hidden: under way, or postponed. Undefined: it may be received now. */
  readonly hiddenUntil: Date | undefined;
};
