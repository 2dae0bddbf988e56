/** What went wrong, for scripts: stable over releases. */
export type LocalAwsErrorCode =
  | 'JAVA_MISSING'
  | 'JAVA_TOO_OLD'
  | 'CHILD_NOT_READY'
  | 'CHILD_DIED'
  | 'PORT_TAKEN'
  | 'DATA_FOLDER_IN_USE'
  | 'BAD_SETTING'
  | 'BACKEND_UNAVAILABLE'
  | 'DOCKER_MISSING';

/**
 * What the emulators always give. They are not ours: what they leave out must not travel on as empty.
 */
export const requireField = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new TypeError(`The local AWS gave no ${what}`);
  return value;
};

/** A failure of the local AWS whose message is one sentence that a person can act on. */
export class LocalAwsError extends Error {
  readonly code: LocalAwsErrorCode;

  constructor(code: LocalAwsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalAwsError';
    this.code = code;
  }
}

/** There is no Java, or none new enough for DynamoDB Local. */
export class MissingJavaError extends LocalAwsError {
  constructor(code: 'JAVA_MISSING' | 'JAVA_TOO_OLD', options?: ErrorOptions) {
    const found = code === 'JAVA_MISSING' ? 'none was found' : 'the one found is older';
    super(
      code,
      `DynamoDB Local needs Java 17 or newer, and ${found}: install one (for example openjdk-17-jre-headless) and put it on the PATH or name it by JAVA_HOME.`,
      options,
    );
    this.name = 'MissingJavaError';
  }
}

/** A child process ended, or never became ready. */
export class ChildProcessError extends LocalAwsError {
  /** The last lines that the child wrote to standard error. */
  readonly stderr: string;

  constructor(
    code: 'CHILD_NOT_READY' | 'CHILD_DIED',
    message: string,
    stderr: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.name = 'ChildProcessError';
    this.stderr = stderr;
  }
}

/** A setting or an argument that cannot be used. */
export class BadSettingError extends LocalAwsError {
  constructor(message: string, options?: ErrorOptions) {
    super('BAD_SETTING', message, options);
    this.name = 'BadSettingError';
  }
}

/** Something else listens on the port asked for. */
export class PortTakenError extends LocalAwsError {
  constructor(port: number, options?: ErrorOptions) {
    super(
      'PORT_TAKEN',
      `Port ${port} on 127.0.0.1 is taken: stop what uses it, or choose another with PORT=${port + 1} npm start.`,
      options,
    );
    this.name = 'PortTakenError';
  }
}
