import { CommandError } from '@willcall/cli';
import { LocalAwsError } from '../aws/local-aws-error.ts';

/** Runs a command-line program: what a person can act on is one sentence and exit code 1. */
export const runCommand = async (program: () => Promise<void>): Promise<void> => {
  try {
    await program();
  } catch (error) {
    console.error(sentence(error));
    process.exit(1);
  }
};

const sentence = (error: unknown): unknown => {
  if (error instanceof LocalAwsError || error instanceof CommandError) return error.message;
  // parseArgs explains what it cannot read in a sentence of its own.
  if (error instanceof TypeError && 'code' in error && /^ERR_PARSE_ARGS/.test(`${error.code}`)) {
    return `${error.message.split(/\.\s/)[0]}. Try --help.`;
  }
  return error;
};
