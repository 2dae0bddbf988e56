import { findCauseInOutput } from './failure-causes.ts';

type EndedChild = {
  /** How the process ended: `SIGKILL`, or `exit code 1`. */
  readonly how: string;
  /** What it wrote to standard error. */
  readonly stderr: string;
  /** The folder in which it keeps its data. Undefined if it keeps nothing. */
  readonly folder?: string | undefined;
  /** The file with everything that it wrote. */
  readonly logFile?: string | undefined;
};

/** Signals that no process sends to itself. */
const KILLED = /^SIG(KILL|TERM|INT|HUP)$/;

/**
 * Explains why a child process ended and what to do, in whole sentences, with its last lines of standard
 * error below them.
 */
export const explainEndedChild = ({ how, stderr, folder, logFile }: EndedChild): string => {
  const lines = selectLastLines(stderr);
  const log = logFile === undefined ? '' : ` See ${logFile}.`;
  return [`${explainCause(how, stderr, folder)}${log}`, ...formatLines(lines)].join('\n');
};

const explainCause = (how: string, stderr: string, folder: string | undefined): string => {
  const file = folder ?? 'the temporary folder';
  const cause = findCauseInOutput(stderr)?.explain({ file, setting: 'WILLCALL_DATA' });
  if (cause !== undefined) return cause;
  const survives =
    folder === undefined ? '' : ' What was stored is kept, because WILLCALL_DATA is set.';
  return KILLED.test(how)
    ? `Another program killed it, or the system did because memory was short. Start again.${survives}`
    : `Start again.${survives} If it ends again, its last lines say why.`;
};

const formatLines = (lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['Its last lines:', ...lines.map((line) => `  ${line}`)];

/** Enough for a message and its cause. */
const MOST_LINES = 5;
const LONGEST_LINE = 300;

/** Before an error, Node quotes the line of source code that threw it. */
const QUOTED_SOURCE = /^\S.*:\d+\n.*\n\s*\^+\n/gm;

/** A line of a stack trace, of the fields of an error, or of Node's own after an error. */
const NOISE = /^\s*(at |[{}]|Node\.js v|\(Use `node)|^\s*$/;

/** The last lines that say something. A log also has lines of JSON, which others made. */
const selectLastLines = (stderr: string): string[] =>
  stderr
    .replaceAll(QUOTED_SOURCE, '')
    .split('\n')
    .filter((line) => !NOISE.test(line))
    .slice(-MOST_LINES)
    .map((line) => line.trim().slice(0, LONGEST_LINE));
