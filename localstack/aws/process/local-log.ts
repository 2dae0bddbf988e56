export type LocalLogEntry = {
  readonly message: string;
  /** The function, queue or child process that the entry is about. */
  readonly subject: string;
  readonly error?: unknown;
  readonly detail?: string;
};

/** Receives what AWS would report in CloudWatch, from the gateway and the pollers. */
export type LocalLog = (entry: LocalLogEntry) => void;

/** Writes one JSON object per line, as the functions do. */
export const logToConsole: LocalLog = ({ error, ...entry }) => {
  const line = { level: 'ERROR', service: 'local-aws', ...entry, ...describeError(error) };
  console.error(JSON.stringify(line));
};

/**
 * Returns name and stack only. An error message can quote the input of the function, as the messages
 * of JSON.parse do, and so could write a card number to the log.
 */
const describeError = (error: unknown): Record<string, unknown> => {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, stack: frames?.map((line) => line.trim()) };
};
