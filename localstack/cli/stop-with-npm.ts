/** Milliseconds. Twice a second is soon enough for a person, and costs nothing. */
const LOOK_MS = 500;

/**
 * Stops when npm is gone. A signal sent to npm alone reaches the shell between npm and this process,
 * which dies of it without passing it on; a SIGKILL reaches nobody at all. What is left to see is
 * that this process has another parent. Without npm there is nothing to watch: a program put into
 * the background outlives its shell on purpose.
 */
export const stopWithNpm = (
  stop: () => void,
  environment: NodeJS.ProcessEnv = process.env,
): void => {
  if (environment.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    stop();
  }, LOOK_MS);
  look.unref();
};
