import { createInterface } from 'node:readline/promises';
import { CommandError, InterruptedError } from '@willcall/cli';

/**
 * Asks the user to type a word before something is changed.
 *
 * @throws CommandError if the answer differs or there is no terminal. InterruptedError for Ctrl-C
 */
export const askToConfirm = async (word: string, question: string): Promise<void> => {
  if (!process.stdin.isTTY) {
    throw new CommandError(
      'There is no terminal to confirm the change. Use --yes to skip the confirmation.',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal
    .question(`${question} Type ${word} to continue: `)
    .catch((cause: unknown) => {
      throw new InterruptedError({ cause });
    })
    .finally(() => terminal.close());
  if (answer.trim() !== word) throw new CommandError('Nothing was changed.');
};
