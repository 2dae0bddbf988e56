import { CommandError, type ExitCode, exitCodes, InterruptedError } from './errors.ts';

/**
 * The terminal sends a signal to the whole process group, and npm passes it on again, so one Ctrl-C
 * arrives twice. A user's second Ctrl-C comes later than this.
 */
const SAME_CTRL_C_MS = 500;

/** Milliseconds. Twice a second is fast enough for a person, at no cost. */
const POLL_MS = 500;

/**
 * Runs work that Ctrl-C ends early by aborting the signal. The work can still return what it has
 * done so far. To end the command with exit code 130, it calls `interrupt.throwIfAborted()`. A
 * second Ctrl-C does not wait.
 *
 * @throws InterruptedError if the work fails after Ctrl-C; its cause is the work's own error
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

/**
 * Ends the program on Ctrl-C after `stop` finishes. A second Ctrl-C does not wait for it.
 *
 * @param exitCode asked at the moment of the Ctrl-C
 */
export const stopOnSignals = (
  stop: () => void | Promise<void>,
  exitCode: () => ExitCode = () => exitCodes.interrupted,
): void =>
  onSignal(async () => {
    const code = exitCode();
    try {
      await stop();
    } finally {
      process.exit(code);
    }
  });

/** Calls back once, on the first SIGINT, SIGTERM or SIGHUP, or when npm ends. */
function onSignal(stop: () => void): void {
  let firstAt: number | undefined;
  const listener = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      stop();
    } else if (performance.now() - firstAt > SAME_CTRL_C_MS) {
      // Children end by themselves after this process ends.
      process.exit(exitCodes.interrupted);
    }
  };
  // The listener stays after the work ends. Otherwise the second half of the same Ctrl-C would kill
  // a command that prints.
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  process.on('SIGHUP', listener);
  onNpmExit(listener);
}

/**
 * A signal sent to npm alone reaches the shell between npm and this process. The shell dies without
 * passing it on, and a SIGKILL cannot be passed on. The only trace is that this process has another
 * parent. Without npm there is no parent to watch, because a background program outlives its shell
 * on purpose.
 */
function onNpmExit(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    stop();
  }, POLL_MS);
  timer.unref();
}
