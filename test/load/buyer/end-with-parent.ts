const CHECK_INTERVAL_MS = 500;

/** Ends Artillery when the command that started it was killed, because its sales would not be audited. */
export const endWithParent = (): void => {
  // In Artillery's worker thread, ppid keeps its initial value after the parent has ended.
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (isAlive(parent)) return;
    clearInterval(timer);
    // process.exit would end only the thread.
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_INTERVAL_MS);
  timer.unref();
};

const isAlive = (pid: number): boolean => {
  try {
    // Signal 0 is not sent. It only checks that the process exists.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
