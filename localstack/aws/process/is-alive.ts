/** Whether a process of ours runs under this id. */
export const isAlive = (pid: number): boolean => {
  try {
    // Signal 0 is never delivered: it only asks whether it could be.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
