/** Errors of ours: their messages are written to hold no data. */
const OURS = new Set([
  'MissingError',
  'StoreError',
  'MessagingError',
  'WorkerError',
  'StreamError',
  'FlyersError',
  'ConfigurationError',
  'KeysUnavailableError',
  'ProblemError',
]);

const MAX_CAUSES = 5;

type DescribedError = {
  readonly name: string;
  readonly code?: string | number;
  readonly message?: string;
  /** Of an AWS error: to find the call in AWS's own logs. */
  readonly awsRequestId?: string;
  readonly frames?: readonly string[];
  readonly cause?: DescribedError;
};

/**
 * An error as it may be logged: its name, code, frames and causes. A message is kept only of errors of
 * ours, since those of libraries quote what they were given (a JSON parser quotes the body, a
 * validator the value).
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = getMember(error, 'code');
  const requestId = getMember(getMember(error, '$metadata'), 'requestId');
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(OURS.has(error.name) ? { message: error.message } : {}),
    ...(typeof requestId === 'string' ? { awsRequestId: requestId } : {}),
    frames: extractFrames(error),
    ...(error.cause === undefined || depth === MAX_CAUSES
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}

const getMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** The stack begins with the message, and a message may hold lines that look like frames. */
function extractFrames({ stack = '', message }: Error): string[] {
  const end = stack.indexOf(message);
  if (end < 0) return [];
  return stack
    .slice(end + message.length)
    .split('\n')
    .filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}
