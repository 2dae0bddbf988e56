import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Java to run: JAVA_HOME's if it is there, else the first on the PATH. */
export const javaCommand = (environment: NodeJS.ProcessEnv = process.env): string => {
  const home = environment.JAVA_HOME;
  const named = home === undefined ? undefined : join(home, 'bin', 'java');
  return named !== undefined && existsSync(named) ? named : 'java';
};
