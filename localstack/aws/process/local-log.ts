export type LocalLogEntry = {
  readonly message: string;
  /** The function, queue or child that it is about. */
  readonly subject: string;
  readonly error?: unknown;
  readonly detail?: string;
};

/** Where the gateway and the pumps report what AWS would report in CloudWatch. */
export type LocalLog = (entry: LocalLogEntry) => void;

/** One JSON object a line, as the functions log. */
export const logToConsole: LocalLog = ({ error, ...entry }) => {
  const line = { level: 'ERROR', service: 'local-aws', ...entry, ...describeError(error) };
  console.error(JSON.stringify(line));
};

/**
 * Name and stack only. A message may quote what the function was given, JSON.parse's does, and so
 * could carry a card number into a log.
 */
const describeError = (error: unknown): Record<string, unknown> => {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, stack: frames?.map((line) => line.trim()) };
};
