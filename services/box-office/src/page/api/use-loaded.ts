import { WillcallError } from '@willcall/client';
import { useEffect, useState } from 'preact/hooks';

/**
 * What a view shows of something that it reads. A failed refresh keeps what was read before, unless the
 * failure says that it does not exist any more.
 */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'loaded'; readonly value: T; readonly reload: () => void };

type Options<T> = {
  /** What the value depends on. If it changes, the value is read anew. */
  readonly of: string;
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** Milliseconds from one reading to the next, while the page is visible. */
  readonly refreshMs?: number | undefined;
};

/** Reads a value for a view, again at an interval, and when the page becomes visible or goes online. */
export function useLoaded<T>({ of, load, refreshMs }: Options<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<Loaded<T> & { readonly of?: string }>({ state: 'loading' });
  const again = () => setRound((count) => count + 1);

  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      clearTimeout(timer);
      try {
        const value = await load(end.signal);
        if (!end.signal.aborted) setResult({ state: 'loaded', value, reload: again, of });
      } catch (error) {
        if (end.signal.aborted) return;
        setResult((before) =>
          before.state === 'loaded' && before.of === of && !isGone(error)
            ? before
            : { state: 'failed', error, retry: again, of },
        );
      }
      if (refreshMs !== undefined && !end.signal.aborted) timer = setTimeout(readIfSeen, refreshMs);
    };
    const readIfSeen = () => {
      if (document.visibilityState === 'visible') void read();
    };
    void read();
    document.addEventListener('visibilitychange', readIfSeen);
    window.addEventListener('online', readIfSeen);
    return () => {
      end.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', readIfSeen);
      window.removeEventListener('online', readIfSeen);
    };
  }, [of, round, refreshMs]);

  return result.of === of ? result : { state: 'loading' };
}

const isGone = (error: unknown): boolean =>
  error instanceof WillcallError && (error.status === 404 || error.status === 410);
