/** Milliseconds between two looks. */
const CHECK_INTERVAL_MS = 500;

/** Ends artillery when the command that started it was killed: nobody would audit what it sells. */
export const endWithParent = (): void => {
  // In artillery's worker thread it is what it was at its start, and does not change with the parent.
  const parent = process.ppid;
  const look = setInterval(() => {
    if (isAlive(parent)) return;
    clearInterval(look);
    // process.exit would end the thread alone.
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_INTERVAL_MS);
  look.unref();
};

const isAlive = (pid: number): boolean => {
  try {
    // Signal 0 only asks whether it could be sent.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
