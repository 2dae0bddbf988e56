import {
  makeProblemDocument,
  type ProblemCode,
  type ProblemDocument,
  problems,
} from '@willcall/contracts';

/** An error of a function. Its message holds no data, so that it may be logged. */
abstract class FunctionError extends Error {
  abstract readonly code: string;
  /** Whether another try can help. */
  abstract readonly retryable: boolean;
}

type More = Pick<ProblemDocument, 'detail' | 'errors'> & {
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

/** An answer that is a problem document. Its message is the code's own sentence. */
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

/** The function cannot start as it was set up. Names what is wrong and holds no value. */
export class ConfigurationError extends FunctionError {
  override readonly name = 'ConfigurationError';
  readonly code = 'MISCONFIGURED';
  readonly retryable = false;
}

/** The keys of purchase ids are out of reach for now. Answered 503: nothing was done, try again. */
export class KeysUnavailableError extends FunctionError {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'STORE_UNAVAILABLE';
  readonly retryable = true;
}
