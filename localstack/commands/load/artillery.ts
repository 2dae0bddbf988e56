import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CommandError } from '@willcall/cli';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';
import { stopProcess } from '../../aws/process/child.ts';

/** The limit for the 99th percentile, in milliseconds. */
export type LatencyLimits = {
  readonly acceptP99: number | undefined;
  readonly decisionP99: number | undefined;
};

type ArtilleryRun = {
  /** Paths of the files with `artilleryConfig` and with the buyers. */
  readonly configFile: string;
  readonly buyersFile: string;
  /** The path of the file to which buyers write their samples. */
  readonly samplesFile: string;
  /** The path of artillery's own output, kept for debugging. */
  readonly logFile: string;
  /** The path of artillery's own metrics. */
  readonly outputFile: string;
  /** Whether to use the proxies that the environment names. */
  readonly mayUseProxy: boolean;
};

/** Milliseconds. Artillery writes its report after SIGTERM. */
const STOP_TIMEOUT_MS = 5_000;

/** Artillery's exit code if a threshold fails. */
const THRESHOLD_FAILED = 1;

/**
 * Runs artillery and waits for it to end.
 *
 * @returns its thresholds and whether each one held
 * @throws CommandError if artillery broke; the signal's reason. Artillery has ended by then
 */
export const runArtillery = async (run: ArtilleryRun, signal: AbortSignal): Promise<Check[]> => {
  signal.throwIfAborted();
  const log = await open(run.logFile, 'w', 0o600);
  const { configFile, outputFile } = run;
  // In its own session, Ctrl-C reaches only this process, which then stops artillery.
  const artillery = spawn(
    process.execPath,
    [ARTILLERY, 'run', '--config', configFile, '--output', outputFile, SCRIPT],
    { detached: true, stdio: ['ignore', log.fd, log.fd], env: makeEnvironment(run) },
  );
  await log.close();
  const stop = () => stopProcess(artillery, () => artillery.kill('SIGTERM'), STOP_TIMEOUT_MS);
  signal.addEventListener('abort', stop, { once: true });
  const [code] = await once(artillery, 'close');
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  const checks = readChecks(await readFile(run.logFile, 'utf8'));
  // If artillery fails and all our thresholds hold, artillery itself broke.
  const isExplained = code === THRESHOLD_FAILED && checks.some(({ holds }) => !holds);
  if (checks.length > 0 && (code === 0 || isExplained)) return checks;
  const message = `Artillery failed with exit code ${code}. See ${run.logFile}.`;
  throw new CommandError(message, { code: 'CHILD_DIED' });
};

const makeEnvironment = ({
  buyersFile,
  samplesFile,
  mayUseProxy,
}: ArtilleryRun): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(mayUseProxy ? {} : { HTTP_PROXY: undefined, HTTPS_PROXY: undefined }),
  // Artillery keeps response bodies in memory if it debugs.
  DEBUG: undefined,
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  ARTILLERY_DISABLE_TELEMETRY: 'true',
  WILLCALL_LOAD_CAST: buyersFile,
  WILLCALL_LOAD_SAMPLES: samplesFile,
});

type Phase =
  | { readonly duration: number; readonly arrivalCount: number }
  | { readonly pause: number };

/** The configuration for `artillery run --config`, without buyer.yml. */
type ArtilleryConfig = {
  readonly config: {
    readonly target: string;
    /** An absolute path, because artillery resolves it relative to this configuration. */
    readonly processor: string;
    readonly phases: readonly Phase[];
    readonly plugins: {
      readonly ensure: { readonly thresholds: readonly Readonly<Record<string, number>>[] };
    };
  };
};

export const makeArtilleryConfig = (
  target: string,
  arrivals: readonly number[],
  limits: LatencyLimits,
): ArtilleryConfig => ({
  config: {
    target,
    processor: join(LOAD_FOLDER, 'processor.mts'),
    phases: arrivals.map(makePhase),
    plugins: { ensure: { thresholds: listThresholds(limits) } },
  },
});

/** One second. Artillery does not wait in a phase without arrivals. */
const makePhase = (count: number): Phase =>
  count === 0 ? { pause: 1 } : { duration: 1, arrivalCount: count };

const listThresholds = ({ acceptP99, decisionP99 }: LatencyLimits) => [
  ...(acceptP99 === undefined ? [] : [{ 'willcall.accept_ms.p99': acceptP99 }]),
  ...(decisionP99 === undefined ? [] : [{ 'willcall.decision_ms.p99': decisionP99 }]),
];

const RequiredPackage = z.object({ dependencies: z.object({ artillery: z.string() }) });
const InstalledPackage = z.object({ version: z.string() });

/**
 * Installs artillery in its own folder from its own lock file, unless the requested version is
 * already installed. npm's progress goes to standard error.
 *
 * @throws CommandError if npm fails; the signal's reason
 */
export const installArtillery = async (
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const { artillery } = RequiredPackage.parse(await readJson('package.json')).dependencies;
  const installed = await readJson('node_modules', 'artillery', 'package.json');
  if (InstalledPackage.safeParse(installed).data?.version === artillery) return;
  say(`Installing artillery ${artillery} in test/load (once, about 500 MB)`);
  const npm = spawn('npm', ['ci', '--prefix', LOAD_FOLDER], {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    signal,
    // npm stops its own children.
    killSignal: 'SIGTERM',
  });
  const code = await once(npm, 'close').then(
    ([exitCode]) => exitCode,
    () => undefined,
  );
  signal.throwIfAborted();
  if (code === 0) return;
  throw new CommandError(
    "Artillery cannot be installed. See npm's output above, and try npm ci --prefix test/load.",
  );
};

/** Undefined if the file does not exist. */
const readJson = async (...path: string[]): Promise<unknown> =>
  parseJson(await readFile(join(LOAD_FOLDER, ...path), 'utf8').catch(() => ''));

/** Artillery has its own package and lock file, outside the npm workspaces. */
const LOAD_FOLDER = join(import.meta.dirname, '../../..', 'test', 'load');

export const SCRIPT = join(LOAD_FOLDER, 'buyer.yml');

/** Artillery's command line. */
const ARTILLERY = join(LOAD_FOLDER, 'node_modules', 'artillery', 'bin', 'run');

/** One threshold of artillery's `ensure`, e.g. `willcall.unexpected == 0`. */
export type Check = { readonly expression: string; readonly holds: boolean };

/** Reads the thresholds from artillery's output. */
export const readChecks = (output: string): Check[] =>
  stripVTControlCharacters(output)
    .split('\n')
    .flatMap((line) => {
      const [, verdict, expression] = /^(ok|fail): (.+)$/.exec(line.trim()) ?? [];
      return expression === undefined ? [] : [{ expression, holds: verdict === 'ok' }];
    });
