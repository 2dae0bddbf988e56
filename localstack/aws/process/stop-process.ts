import type { ChildProcess } from 'node:child_process';

/** How long a child may take to end by itself before it is killed. */
const STOP_PATIENCE_MS = 5_000;

/** Asks a process to end, waits until it has, and kills it when it takes too long. Repeatable. */
export const stopProcess = async (
  process: ChildProcess,
  ask: () => void,
  patienceMs: number = STOP_PATIENCE_MS,
): Promise<void> => {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    process.once('exit', () => resolve());
  });
  const impatience = setTimeout(() => process.kill('SIGKILL'), patienceMs);
  ask();
  await gone;
  clearTimeout(impatience);
};
