import { useEffect, useRef, useState } from 'preact/hooks';
import { sayFailure } from './say-failure.ts';

export type Action = {
  readonly isRunning: boolean;
  /** What to say of the last run: why it failed. */
  readonly failure: string | undefined;
  /** Runs one work at a time. A second click while it runs does nothing. */
  run(work: () => Promise<void>): Promise<void>;
};

/** What a button does, and whether it worked. */
export function useAction(): Action {
  const isBusy = useRef(false);
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string>();
  return {
    isRunning,
    failure,
    async run(work) {
      if (isBusy.current) return;
      isBusy.current = true;
      setRunning(true);
      setFailure(undefined);
      try {
        await work();
      } catch (error) {
        setFailure(sayFailure(error));
      }
      isBusy.current = false;
      setRunning(false);
    },
  };
}

/** A signal that fires when the view is left, so that nothing is read for it any more. */
export function useEnd(): AbortSignal {
  const [end] = useState(() => new AbortController());
  useEffect(() => () => end.abort(), [end]);
  return end.signal;
}
