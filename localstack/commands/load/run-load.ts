import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '@willcall/cli';
import { artilleryConfig } from './artillery/artillery-config.ts';
import type { Check } from './artillery/read-checks.ts';
import { runArtillery } from './artillery/run-artillery.ts';
import type { LoadCast } from './contract/cast.ts';
import type { LoadOptions } from './options.ts';
import { type LoadReport, loadReport } from './report/load-report.ts';
import type { ReportFolder } from './report/report-folder.ts';
import { reportPage } from './report/report-page.ts';
import { castBuyers } from './sale/cast-buyers.ts';
import { saleProgress } from './sale/sale-progress.ts';
import { followSamples } from './samples/follow-samples.ts';
import { readSamples } from './samples/read-samples.ts';
import { type LoadShape, loadShape } from './shape/load-shape.ts';
import type { LoadTarget, OpenedShow } from './target/load-target.ts';

type Load = {
  readonly options: LoadOptions;
  readonly target: LoadTarget;
  readonly files: ReportFolder;
  /** Of this run only, so that keys are never used twice. */
  readonly runId: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** A whole load: show, tokens, buyers, audit, report. @throws the signal's reason */
export const runLoad = async (load: Load): Promise<LoadReport> => {
  const { options, target, files, runId, progress, signal } = load;
  const shape = loadShape(options.scenario, options.shape);
  const buyers = shape.arrivals.reduce((a, b) => a + b, 0);
  try {
    const show = await target.openShow(`Load test ${options.scenario}`, shape.tickets, signal);
    const tokens = await target.tokens(
      buyers,
      (signed) => progress.show(`tokens signed ${signed}/${buyers}`),
      signal,
    );
    const cast = castBuyers(show.showId, buyers, tokens, runId);
    const checks = await sell(load, shape, cast, show);
    const audit = await target.audit(show, progress.show);
    signal.throwIfAborted();
    const samples = await readSamples(files.samples);
    const report = loadReport({
      scenario: options.scenario,
      target: target.description,
      isLocal: target.isLocal,
      showId: show.showId,
      tickets: show.available,
      buyers,
      samples,
      checks,
      audit,
    });
    await writeFile(files.report, `${JSON.stringify(report, undefined, 2)}\n`);
    await writeFile(files.page, reportPage(report, samples));
    return report;
  } catch (error) {
    // Whatever broke, this is why.
    signal.throwIfAborted();
    throw error;
  }
};

/** Lets artillery send the buyers; their tokens are in files only while it does. */
const sell = async (
  { options, target, files, progress, signal }: Load,
  { arrivals }: LoadShape,
  cast: LoadCast,
  { available: tickets }: OpenedShow,
): Promise<Check[]> => {
  // Only its owner can enter it.
  const folder = await mkdtemp(join(tmpdir(), 'willcall-load-'));
  const configFile = join(folder, 'config.json');
  const castFile = join(folder, 'cast.json');
  const over = new AbortController();
  try {
    const config = artilleryConfig(target.url, arrivals, options.limits);
    await writeFile(configFile, JSON.stringify(config));
    await writeFile(castFile, JSON.stringify(cast), { mode: 0o600 });
    const show = saleProgress({ buyers: cast.buyers.length, tickets }, progress.show);
    const following = followSamples(files.samples, show, over.signal);
    const { samples: samplesFile, log: logFile, output: outputFile } = files;
    const run = { configFile, castFile, samplesFile, logFile, outputFile };
    const checks = await runArtillery({ ...run, mayUseProxy: !target.isLocal }, signal);
    over.abort();
    await following;
    return checks;
  } finally {
    over.abort();
    await rm(folder, { recursive: true, force: true });
  }
};
