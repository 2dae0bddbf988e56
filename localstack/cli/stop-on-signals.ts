import { stopWithNpm } from './stop-with-npm.ts';

/**
 * npm passes a signal on that the terminal has sent to the whole process group already, so one
 * Ctrl-C arrives twice. A person's second one comes later than this.
 */
const SAME_CTRL_C_MS = 500;

/** Stops on SIGINT and SIGTERM with exit code 0; a second Ctrl-C does not wait for it. */
export const stopOnSignals = (stop: () => Promise<void>): void => {
  let firstAt: number | undefined;
  const onSignal = async (): Promise<void> => {
    if (firstAt !== undefined) {
      // Children end by themselves once this process is gone.
      if (performance.now() - firstAt > SAME_CTRL_C_MS) process.exit(1);
      return;
    }
    firstAt = performance.now();
    try {
      await stop();
    } finally {
      process.exit(0);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  stopWithNpm(onSignal);
};
