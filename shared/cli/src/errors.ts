/** The exit codes of commands. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  /** Called wrongly: an unknown option, or a value that cannot be used. */
  usage: 2,
  /** Ctrl-C ended it, as shells report that: 128 + SIGINT. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type CommandErrorOptions = ErrorOptions & {
  /** For scripts: stable over releases. */
  readonly code?: string;
};

/** A failure that a person can act on. Its message is one whole sentence, and all that is printed. */
export class CommandError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode = exitCodes.failed;

  constructor(message: string, { code = 'FAILED', ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The command line asks for something that the command cannot do. */
export class UsageError extends CommandError {
  override readonly exitCode = exitCodes.usage;

  constructor(message: string, options?: ErrorOptions) {
    super(message, { ...options, code: 'USAGE' });
  }
}

/** Ctrl-C ended the work. Only the cause is printed, where there is one. */
export class InterruptedError extends CommandError {
  override readonly exitCode = exitCodes.interrupted;

  constructor(options?: ErrorOptions) {
    super('Interrupted.', { ...options, code: 'INTERRUPTED' });
  }
}
