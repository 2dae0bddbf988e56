import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { LocalAwsError } from '../../../aws/local-aws-error.ts';
import { stopProcess } from '../../../aws/process/child.ts';
import { ARTILLERY, SCRIPT } from './paths.ts';
import { type Check, readChecks } from './read-checks.ts';

export type ArtilleryRun = {
  /** Files: of artilleryConfig, and of the cast. */
  readonly configFile: string;
  readonly castFile: string;
  /** Where the buyers write what they see. */
  readonly samplesFile: string;
  /** Artillery's own output, kept for a look when something is odd. */
  readonly logFile: string;
  /** Artillery's own metrics. */
  readonly outputFile: string;
  /** Proxies of the environment are used. */
  readonly mayUseProxy: boolean;
};

/** Milliseconds: artillery writes its report when it is asked to end. */
const STOP_PATIENCE_MS = 5_000;

/** Its exit code when a threshold fails. */
const THRESHOLD_FAILED = 1;

/**
 * Runs artillery to its end.
 *
 * @returns its thresholds, each with whether it held
 * @throws LocalAwsError when it broke, or the signal's reason, when it has ended
 */
export const runArtillery = async (run: ArtilleryRun, signal: AbortSignal): Promise<Check[]> => {
  signal.throwIfAborted();
  const log = await open(run.logFile, 'w', 0o600);
  const { configFile, outputFile } = run;
  // A session of its own: Ctrl-C reaches this process only, which then stops what it has started.
  const artillery = spawn(
    process.execPath,
    [ARTILLERY, 'run', '--config', configFile, '--output', outputFile, SCRIPT],
    { detached: true, stdio: ['ignore', log.fd, log.fd], env: environment(run) },
  );
  await log.close();
  const stop = () => stopProcess(artillery, () => artillery.kill('SIGTERM'), STOP_PATIENCE_MS);
  signal.addEventListener('abort', stop, { once: true });
  const [code] = await once(artillery, 'close');
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  const checks = readChecks(await readFile(run.logFile, 'utf8'));
  // What failed without a threshold of ours that says so, broke.
  const isExplained = code === THRESHOLD_FAILED && checks.some(({ holds }) => !holds);
  if (checks.length > 0 && (code === 0 || isExplained)) return checks;
  const message = `Artillery broke (exit code ${code}): see ${run.logFile}.`;
  throw new LocalAwsError('CHILD_DIED', message);
};

const environment = ({ castFile, samplesFile, mayUseProxy }: ArtilleryRun): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(mayUseProxy ? {} : { HTTP_PROXY: undefined, HTTPS_PROXY: undefined }),
  // Artillery keeps the answers' bodies in memory when it debugs.
  DEBUG: undefined,
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  ARTILLERY_DISABLE_TELEMETRY: 'true',
  WILLCALL_LOAD_CAST: castFile,
  WILLCALL_LOAD_SAMPLES: samplesFile,
});
