import {
  makeProblemDocument,
  type ProblemCode,
  type ProblemDocument,
  problems,
} from '@willcall/contracts';

/** An error in a function. Its message contains no data, so it is safe to log. */
abstract class FunctionError extends Error {
  abstract readonly code: string;
  /** Whether a retry can help. */
  abstract readonly retryable: boolean;
}

type More = Pick<ProblemDocument, 'detail' | 'errors'> & {
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

/** An error that is answered with a problem document. Its message is the title of the code. */
export class ProblemError extends FunctionError {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly document: ProblemDocument;
  readonly retryAfterSeconds: number | undefined;
  readonly retryable: boolean;

  constructor(code: ProblemCode, { detail, errors, retryAfterSeconds, cause }: More = {}) {
    super(problems[code].title, { cause });
    this.code = code;
    this.document = makeProblemDocument(code, {
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors }),
    });
    this.retryAfterSeconds = retryAfterSeconds;
    this.retryable = retryAfterSeconds !== undefined;
  }
}

/** The function is misconfigured and cannot start. The message names the settings and no values. */
export class ConfigurationError extends FunctionError {
  override readonly name = 'ConfigurationError';
  readonly code = 'MISCONFIGURED';
  readonly retryable = false;
}

/**
 * Keys, such as those of purchase ids, are temporarily unavailable. Answered with 503: nothing was done, and a
 * retry can help.
 */
export class KeysUnavailableError extends FunctionError {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'STORE_UNAVAILABLE';
  readonly retryable = true;
}
