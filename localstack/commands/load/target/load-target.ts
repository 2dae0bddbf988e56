import type { LocalAwsError } from '../../../aws/local-aws-error.ts';
import type { LoadAudit } from '../audit/load-audit.ts';

/** What a load runs against. */
export type LoadTarget = {
  /** The API's origin. */
  readonly url: string;
  /** For people: which stack this is. */
  readonly description: string;
  /** Whether the machine that makes the load also carries it. */
  readonly isLocal: boolean;
  /** Never settles for a stack that is not ours. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** The show to buy from, made for this load or named by the user. */
  openShow(name: string, tickets: number, signal: AbortSignal): Promise<OpenedShow>;
  /** A token for each buyer: of their own, where they can be signed here. */
  tokens(
    buyers: number,
    onProgress: (signed: number) => void,
    signal: AbortSignal,
  ): Promise<string[]>;
  /** Recomputes what was sold since the show was opened. */
  audit(show: OpenedShow, say: (line: string) => void): Promise<LoadAudit>;
  /** Ends what was started here. Repeatable. */
  stop(): Promise<void>;
};

export type OpenedShow = {
  readonly showId: string;
  readonly capacity: number;
  /** Tickets left before the load. */
  readonly available: number;
};
