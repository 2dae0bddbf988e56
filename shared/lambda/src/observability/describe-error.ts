/** Our own errors. Their messages contain no data. */
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
  'ProviderError',
  'PaymentsError',
]);

const MAX_CAUSES = 5;

type DescribedError = {
  readonly name: string;
  readonly code?: string | number;
  readonly message?: string;
  /** The request id of an AWS error, to find the call in the AWS logs. */
  readonly awsRequestId?: string;
  readonly frames?: readonly string[];
  readonly cause?: DescribedError;
};

/**
 * Describes an error for the log: name, code, stack frames and causes. The message is kept only for
 * our own errors, because errors from libraries quote their input (a JSON parser quotes the body, a
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

/** The stack starts with the message, and a message may contain lines that look like frames. */
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
