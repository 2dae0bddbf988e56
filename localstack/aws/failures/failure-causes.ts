/** What is known of the place of a failure. */
type FailurePlace = {
  /** The file or folder that was used. */
  readonly file: string;
  /** The setting that names it, or the folder above it. */
  readonly setting?: string | undefined;
};

/** Why the operating system or a database refused, for a user who has to do something about it. */
export type FailureCause = {
  readonly name: string;
  /** The codes of Node's file system errors. */
  readonly codes: readonly string[];
  /** The primary result codes of SQLite. Source: https://www.sqlite.org/rescode.html */
  readonly sqliteCodes: readonly number[];
  /** What Node, a JVM or SQLite print for the same cause. */
  readonly said: RegExp;
  /** Whole sentences: the cause with its file, and what to do. */
  explain(place: FailurePlace): string;
};

const chooseAnother = (setting: string | undefined): string =>
  setting === undefined ? 'choose another folder' : `set ${setting} to another folder`;

/** The known causes. The first match counts. localstack/README.md has the same table. */
export const failureCauses = {
  diskFull: {
    name: 'the disk is full',
    codes: ['ENOSPC', 'EDQUOT'],
    sqliteCodes: [13],
    said: /ENOSPC|EDQUOT|SQLITE_FULL|disk is full|no space left on device/i,
    explain: ({ file }) =>
      `The disk of ${file} is full. Free some space, then start again: nothing that was accepted is lost.`,
  },
  notWritable: {
    name: 'the folder is read-only',
    codes: ['EROFS', 'EACCES', 'EPERM'],
    sqliteCodes: [8, 14],
    said: /EROFS|EACCES|EPERM|SQLITE_READONLY|SQLITE_CANTOPEN|readonly database|unable to open database|read-only file system|permission denied/i,
    explain: ({ file, setting }) =>
      `You cannot write to ${file}. Change its permissions, or ${chooseAnother(setting)}.`,
  },
  notAFolder: {
    name: 'a file is where a folder must be',
    codes: ['ENOTDIR', 'EEXIST'],
    sqliteCodes: [],
    said: /ENOTDIR/,
    explain: ({ file, setting }) =>
      `${file} is not a folder, and no folder can be made there. Remove that file, or ${chooseAnother(setting)}.`,
  },
  noFolderHere: {
    name: 'no folder can be made there, such as below /proc',
    codes: ['ENOENT'],
    sqliteCodes: [],
    said: /ENOENT: no such file or directory, mkdir/,
    explain: ({ file, setting }) =>
      `${file} cannot be made: its file system has no room for folders. Please ${chooseAnother(setting)}.`,
  },
  notAFile: {
    name: 'a folder is where a file must be',
    codes: ['EISDIR'],
    sqliteCodes: [],
    said: /EISDIR/,
    explain: ({ file }) => `${file} is a folder, but must be a file. Move it away.`,
  },
  damagedDatabase: {
    name: 'a database file is damaged',
    codes: [],
    sqliteCodes: [11, 26],
    said: /SQLITE_CORRUPT|SQLITE_NOTADB|file is not a database|database disk image is malformed/i,
    explain: ({ file }) =>
      `The database ${file} is damaged. Restore the data folder from a copy, or move the folder away to start without its data.`,
  },
  memoryShort: {
    name: 'memory is short',
    codes: ['ENOMEM'],
    sqliteCodes: [7],
    said: /OutOfMemoryError|heap out of memory|could not reserve enough space|insufficient memory|ENOMEM/i,
    explain: () => 'It ran out of memory. Close other programs, then start again.',
  },
} as const satisfies Record<string, FailureCause>;

/** The primary code of SQLite is the lowest byte of an extended one. */
const PRIMARY_CODE = 0xff;

/** Returns SQLite's primary result code, or undefined if the error is not of SQLite. */
export const sqliteCodeOf = (error: Error): number | undefined => {
  const code = Reflect.get(error, 'errcode');
  return typeof code === 'number' ? code & PRIMARY_CODE : undefined;
};

/** Finds the cause of an error, which can be the cause of another one. */
export const findFailureCause = (error: unknown): FailureCause | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = Reflect.get(error, 'code');
  const sqliteCode = sqliteCodeOf(error);
  const causes: readonly FailureCause[] = Object.values(failureCauses);
  return (
    causes.find(
      ({ codes, sqliteCodes }) =>
        codes.includes(code) || (sqliteCode !== undefined && sqliteCodes.includes(sqliteCode)),
    ) ?? findFailureCause(error.cause)
  );
};

/** Finds the cause in what a process printed before it ended. */
export const findCauseInOutput = (output: string): FailureCause | undefined => {
  const causes: readonly FailureCause[] = Object.values(failureCauses);
  return causes.find(({ said }) => said.test(output));
};
