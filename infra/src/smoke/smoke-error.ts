import { CommandError } from '../command/command-error.ts';
import type { Answer } from './smoke-api.ts';

/** Characters of an answer's body that a sentence holds: a problem document's code and detail. */
const SHOWN = 300;

/** A step that ended otherwise than a healthy stage ends it. */
export const unexpected = (step: string, wanted: string, { status, body }: Answer): CommandError =>
  new CommandError(
    `${step} answered ${status} instead of ${wanted}: ${JSON.stringify(body ?? null).slice(0, SHOWN)}`,
  );
