/** The exit codes of commands. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  /** Invalid usage: an unknown option, or an invalid value of an option or a setting. */
  usage: 2,
  /** Ended by Ctrl-C: 128 + SIGINT, as in shells. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type CommandErrorOptions = ErrorOptions & {
  /** For scripts. It stays the same in all releases. */
  readonly code?: string;
};

/** A failure that the user can act on. Only its message is printed, which is one whole sentence. */
export class CommandError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode = exitCodes.failed;

  constructor(message: string, { code = 'FAILED', ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The command line requests something that the command cannot do. */
export class UsageError extends CommandError {
  override readonly exitCode = exitCodes.usage;

  constructor(message: string, options?: ErrorOptions) {
    super(message, { ...options, code: 'USAGE' });
  }
}

/** A setting in the environment is missing or invalid. */
export class SettingError extends CommandError {
  override readonly exitCode = exitCodes.usage;

  constructor(message: string, { code = 'BAD_SETTING', ...options }: CommandErrorOptions = {}) {
    super(message, { ...options, code });
  }
}

/** Ctrl-C ended the work. Only its cause is printed, if it has one. */
export class InterruptedError extends CommandError {
  override readonly exitCode = exitCodes.interrupted;

  constructor(options?: ErrorOptions) {
    super('Interrupted.', { ...options, code: 'INTERRUPTED' });
  }
}
