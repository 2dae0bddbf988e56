/**
 * Ends this process when the parent's end of its standard input closes: on a stop, and just as well
 * when the parent was killed and could not say anything.
 */
export const endWithParent = (close: () => Promise<void>): void => {
  process.stdin.resume();
  process.stdin.once('end', async () => {
    await close();
    process.exit(0);
  });
};
