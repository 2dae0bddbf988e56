/**
 * Ends this program quietly when whoever reads its output has seen enough, such as `head -1`.
 *
 * @param tidy what has to be done before, at once
 */
export const endWithReader = (output: NodeJS.WriteStream, tidy: () => void): void => {
  output.on('error', (error: NodeJS.ErrnoException) => {
    tidy();
    if (error.code !== 'EPIPE') console.error(`The output cannot be written: ${error.message}.`);
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
};
