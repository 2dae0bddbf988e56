import { failureCauses, findFailureCause } from './failures/failure-causes.ts';

/** Identifies a failure for scripts. Codes do not change between releases. */
export type LocalAwsErrorCode =
  | 'JAVA_MISSING'
  | 'JAVA_TOO_OLD'
  | 'CHILD_NOT_READY'
  | 'CHILD_DIED'
  | 'PORT_TAKEN'
  | 'STACK_ENDED'
  | 'DATA_FOLDER_IN_USE'
  | 'STATE_FOLDER_IN_USE'
  | 'FOLDER_UNUSABLE'
  | 'FILE_UNREADABLE'
  | 'BAD_SETTING'
  | 'BACKEND_UNAVAILABLE'
  | 'DOCKER_MISSING';

/**
 * Returns a field that an emulator always sends. The emulators are not our code, so a missing field
 * is an error here instead of an empty value later.
 */
export const requireField = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new TypeError(`The local AWS returned no ${what}`);
  return value;
};

/** A failure of the local AWS. The message says what went wrong and what to do about it. */
export class LocalAwsError extends Error {
  readonly code: LocalAwsErrorCode;

  constructor(code: LocalAwsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalAwsError';
    this.code = code;
  }
}

/** Java is missing, or too old for DynamoDB Local. */
export class MissingJavaError extends LocalAwsError {
  constructor(code: 'JAVA_MISSING' | 'JAVA_TOO_OLD', options?: ErrorOptions) {
    const found = code === 'JAVA_MISSING' ? 'Java was not found' : 'the installed Java is older';
    super(
      code,
      `DynamoDB Local needs Java 17 or newer, but ${found}. Install Java 17 (for example, openjdk-17-jre-headless), then add it to the PATH or set JAVA_HOME.`,
      options,
    );
    this.name = 'MissingJavaError';
  }
}

/** A child process ended, or did not become ready. */
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

/** A setting or an argument is not valid. */
export class BadSettingError extends LocalAwsError {
  constructor(
    message: string,
    { code = 'BAD_SETTING', ...options }: ErrorOptions & { readonly code?: LocalAwsErrorCode } = {},
  ) {
    super(code, message, options);
    this.name = 'BadSettingError';
  }
}

export const HIGHEST_PORT = 65_535;

/** Another process listens on the requested port. */
export class PortTakenError extends LocalAwsError {
  constructor(port: number, options?: ErrorOptions) {
    const other = port < HIGHEST_PORT ? port + 1 : port - 1;
    super(
      'PORT_TAKEN',
      `Port ${port} on 127.0.0.1 is already in use. Stop the process that uses it, or set PORT to another port; a second stack also needs a state folder of its own: PORT=${other} WILLCALL_STATE=.willcall-2 npm start.`,
      options,
    );
    this.name = 'PortTakenError';
  }
}

/** Another process uses the data folder or the state folder. */
export class FolderInUseError extends LocalAwsError {
  readonly folder: string;
  /** The id of that process. It is missing if that process claimed the folder a moment ago. */
  readonly owner: number | undefined;

  constructor(
    code: 'DATA_FOLDER_IN_USE' | 'STATE_FOLDER_IN_USE',
    { folder, owner }: { readonly folder: string; readonly owner: number | undefined },
    remedy: string,
  ) {
    const who = owner === undefined ? 'another process' : `process ${owner}`;
    super(code, `${folder} is in use by ${who}. ${remedy}`);
    this.name = 'FolderInUseError';
    this.folder = folder;
    this.owner = owner;
  }
}

type UnusableFolderOptions = ErrorOptions & {
  /** The setting that names the folder. */
  readonly setting?: string | undefined;
};

/** The data folder or the state folder cannot be made, read or written. The cause says why. */
export class UnusableFolderError extends LocalAwsError {
  readonly folder: string;
  /** The file or folder that the operating system refused. */
  readonly file: string;

  constructor(folder: string, file: string, { setting, cause }: UnusableFolderOptions = {}) {
    const known = findFailureCause(cause);
    // The path of such an error ends below the file that is in the way.
    const place = known === failureCauses.notAFolder ? folder : file;
    const why = known?.explain({ file: place, setting });
    super(
      'FOLDER_UNUSABLE',
      why ?? `${file} could not be made or changed. Choose another folder.`,
      { cause },
    );
    this.name = 'UnusableFolderError';
    this.folder = folder;
    this.file = file;
  }
}

/** @throws UnusableFolderError if the work in the folder fails */
export const explainFolder = async <T>(
  { folder, setting }: { readonly folder: string; readonly setting: string },
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const known = error instanceof UnusableFolderError ? error : undefined;
    const file =
      known?.file ?? (error instanceof Error && 'path' in error ? `${error.path}` : folder);
    throw new UnusableFolderError(folder, file, { cause: known?.cause ?? error, setting });
  }
};

/** A file that holds data of the stack cannot be read. The cause says why. */
export class UnreadableFileError extends LocalAwsError {
  readonly file: string;

  constructor(file: string, message: string, options?: ErrorOptions) {
    super('FILE_UNREADABLE', message, options);
    this.name = 'UnreadableFileError';
    this.file = file;
  }
}
