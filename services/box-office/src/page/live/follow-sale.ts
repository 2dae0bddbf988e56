import { type LiveSale, WillcallError } from '@willcall/client';

type FollowOptions = {
  /** Reads the whole hour, or what can be new since the answer before. */
  readonly read: (since: string | undefined, signal: AbortSignal) => Promise<LiveSale>;
  readonly onAnswer: (answer: LiveSale) => void;
  /** Called when the figures could not be read. Unless nothing can help, they are read again. */
  readonly onFailure: (error: unknown) => void;
  /** Whether somebody sees the figures. Nothing is read meanwhile if not. */
  readonly isSeen: () => boolean;
  readonly random?: () => number;
};

type Follower = {
  /** Reads again at once, because somebody looks again or the browser is online. */
  wake(): void;
  stop(): void;
};

/** From the start of one request to the next. The API reads its counters once a second. */
const INTERVAL_MS = 1_000;

/** After this time the whole hour is read again, which also finds what was counted late. */
const WHOLE_MS = 60_000;

/** The waits after the first failure and after each further one, with a jitter of a quarter. */
const FIRST_WAIT_MS = 2_000;
const NEXT_WAIT_MS = 4_000;
const JITTER = 0.25;

/** Reads the figures of a sale once a second, for as long as somebody sees them. */
export function followSale({
  read,
  onAnswer,
  onFailure,
  isSeen,
  random = Math.random,
}: FollowOptions): Follower {
  const end = new AbortController();
  let since: string | undefined;
  let wholeAt = 0;
  let hasFailed = false;
  let wake: () => void = () => undefined;

  const sleep = (ms: number | undefined): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  };

  /** Returns how many milliseconds the next request waits. Undefined: there is no other. */
  const readOnce = async (): Promise<number | undefined> => {
    const startedAt = performance.now();
    const isWhole = since === undefined || startedAt - wholeAt >= WHOLE_MS;
    try {
      const answer = await read(isWhole ? undefined : since, end.signal);
      if (end.signal.aborted) return undefined;
      if (isWhole) wholeAt = startedAt;
      since = answer.next;
      hasFailed = false;
      onAnswer(answer);
      return Math.max(0, INTERVAL_MS - (performance.now() - startedAt));
    } catch (error) {
      if (end.signal.aborted) return undefined;
      onFailure(error);
      if (isFinal(error)) return undefined;
      const wait = hasFailed ? NEXT_WAIT_MS : FIRST_WAIT_MS;
      hasFailed = true;
      return wait * (1 - JITTER + 2 * JITTER * random());
    }
  };

  const follow = async () => {
    while (!end.signal.aborted) {
      if (!isSeen()) {
        await sleep(undefined);
        continue;
      }
      const wait = await readOnce();
      if (wait === undefined) return;
      await sleep(wait);
    }
  };
  void follow();

  return {
    wake: () => wake(),
    stop: () => {
      end.abort();
      wake();
    },
  };
}

/** No later request can have another answer: this user may not see it, or there is no such show. */
const isFinal = (error: unknown): boolean =>
  error instanceof WillcallError && [400, 403, 404].includes(error.status ?? 0);
