import {
  type ProblemCode,
  type ProblemDocument,
  problemDocument,
  problems,
} from '@willcall/contracts';

type More = Pick<ProblemDocument, 'detail' | 'errors'> & {
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

/** An answer that is a problem document. Its message is the code's own sentence and holds no data. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly document: ProblemDocument;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, { detail, errors, retryAfterSeconds, cause }: More = {}) {
    super(problems[code].title, { cause });
    this.code = code;
    this.document = problemDocument(code, {
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors }),
    });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
