import { CommandError, exitCodes, InterruptedError } from './errors.ts';

/**
 * npm passes a signal on that the terminal has sent to the whole process group already, so one
 * Ctrl-C arrives twice. A person's second one comes later than this.
 */
const SAME_CTRL_C_MS = 500;

/** Milliseconds. Twice a second is soon enough for a person, and costs nothing. */
const POLL_MS = 500;

/**
 * Runs work that Ctrl-C ends early: the signal that it is given aborts. The work may still return what
 * it has done by then; it ends the command with exit code 130 by `interrupt.throwIfAborted()`. A
 * second Ctrl-C does not wait.
 *
 * @throws InterruptedError when the work fails after Ctrl-C; its cause is what the work itself had to say
 */
export async function interruptible<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  onSignal(() => controller.abort(new InterruptedError()));
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    if (error instanceof InterruptedError || !(error instanceof CommandError)) {
      throw new InterruptedError();
    }
    throw new InterruptedError({ cause: error });
  }
}

/** Ends the program on Ctrl-C, once `stop` is done. A second Ctrl-C does not wait for it. */
export const stopOnSignals = (
  stop: () => void | Promise<void>,
  exitCode: number = exitCodes.interrupted,
): void =>
  onSignal(async () => {
    try {
      await stop();
    } finally {
      process.exit(exitCode);
    }
  });

/** Calls back once, on the first SIGINT, SIGTERM or SIGHUP, or when npm is gone. */
function onSignal(stop: () => void): void {
  let firstAt: number | undefined;
  const listener = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      stop();
    } else if (performance.now() - firstAt > SAME_CTRL_C_MS) {
      // Children end by themselves once this process is gone.
      process.exit(exitCodes.interrupted);
    }
  };
  // It stays when the work is done: the second half of the same Ctrl-C must not end a command that prints.
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  process.on('SIGHUP', listener);
  onNpmExit(listener);
}

/**
 * A signal sent to npm alone reaches the shell between npm and this process, which dies of it without
 * passing it on; a SIGKILL reaches nobody at all. What is left to see is that this process has another
 * parent. Without npm there is nothing to watch: a program put into the background outlives its shell
 * on purpose.
 */
function onNpmExit(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    stop();
  }, POLL_MS);
  look.unref();
}
