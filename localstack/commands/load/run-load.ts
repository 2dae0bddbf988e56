import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '@willcall/cli';
import { known, type ShowWithStock } from '@willcall/contracts';
import { type Check, type LatencyLimits, makeArtilleryConfig, runArtillery } from './artillery.ts';
import type { LoadBuyers, LoadSample } from './contract.ts';
import { type LoadReport, makeLoadReport } from './report.ts';
import { type ReportFolder, renderReportPage } from './report-page.ts';
import { followSamples, readSamples } from './samples.ts';
import {
  chooseBehaviour,
  type LoadShape,
  makeLoadShape,
  type Scenario,
  type ShapeOptions,
} from './shape.ts';
import type { LoadTarget } from './target.ts';
import type { TargetOption } from './target-option.ts';

export type LoadOptions = {
  readonly scenario: Scenario;
  readonly target: TargetOption;
  readonly shape: ShapeOptions;
  readonly limits: LatencyLimits;
  readonly reportFolder: string | undefined;
  readonly json: boolean;
};

type Load = {
  readonly options: LoadOptions;
  readonly target: LoadTarget;
  readonly files: ReportFolder;
  /** Unique to this run, so that keys are never reused. */
  readonly runId: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** Runs a whole load: show, tokens, buyers, audit, report. @throws the signal's reason */
export const runLoad = async (load: Load): Promise<LoadReport> => {
  const { options, target, files, runId, progress, signal } = load;
  const shape = makeLoadShape(options.scenario, options.shape);
  const buyers = shape.arrivals.reduce((a, b) => a + b, 0);
  try {
    const show = await target.openShow(`Load test ${options.scenario}`, shape.tickets, signal);
    const names = Array.from({ length: buyers }, (_, index) => `load-buyer-${index + 1}`);
    const tokens = await target.tokens(
      names,
      (signed) => progress.show(`tokens signed ${signed}/${buyers}`),
      signal,
    );
    const assigned = assignBuyers(show.showId, names, tokens, runId);
    const checks = await sell(load, shape, assigned, show);
    const audit = await target.audit(show, progress.show);
    signal.throwIfAborted();
    const samples = await readSamples(files.samples);
    const report = makeLoadReport({
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
    await writeFile(files.page, renderReportPage(report, samples));
    return report;
  } catch (error) {
    // The signal's reason explains the error.
    signal.throwIfAborted();
    throw error;
  }
};

/** Runs artillery with the buyers. Their tokens are in files only during the run. */
const sell = async (
  { options, target, files, progress, signal }: Load,
  { arrivals }: LoadShape,
  assigned: LoadBuyers,
  { available: tickets }: Pick<ShowWithStock, 'available'>,
): Promise<Check[]> => {
  // Only the owner can open this folder.
  const folder = await mkdtemp(join(tmpdir(), 'willcall-load-'));
  const configFile = join(folder, 'config.json');
  const buyersFile = join(folder, 'buyers.json');
  const over = new AbortController();
  try {
    const config = makeArtilleryConfig(target.url, arrivals, options.limits);
    await writeFile(configFile, JSON.stringify(config));
    await writeFile(buyersFile, JSON.stringify(assigned), { mode: 0o600 });
    const show = trackProgress({ buyers: assigned.buyers.length, tickets }, progress.show);
    const following = followSamples(files.samples, show, over.signal);
    const { samples: samplesFile, log: logFile, output: outputFile } = files;
    const run = { configFile, buyersFile, samplesFile, logFile, outputFile };
    const checks = await runArtillery({ ...run, mayUseProxy: !target.isLocal }, signal);
    over.abort();
    await following;
    return checks;
  } finally {
    over.abort();
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * The buyers, in arrival order. If there are fewer tokens than buyers, buyers share the tokens in
 * turn. Each buyer has a separate key and so makes a separate purchase.
 */
const assignBuyers = (
  showId: string,
  names: readonly string[],
  tokens: readonly string[],
  runId: string,
): LoadBuyers => ({
  showId,
  buyers: names.map((name, index) => ({
    name,
    token: known(tokens[index % tokens.length], 'token'),
    idempotencyKey: `load-${runId}-${index + 1}`,
    behaviour: chooseBehaviour(index),
  })),
});

/** Counts what buyers see, and formats it as one line. */
const trackProgress = (
  { buyers, tickets }: { readonly buyers: number; readonly tickets: number },
  show: (line: string) => void,
): ((sample: LoadSample) => void) => {
  const counts = { came: 0, accepted: 0, answered: 0, sold: 0 };
  return (sample) => {
    switch (sample.kind) {
      case 'arrived':
        counts.came += 1;
        break;
      case 'accepted':
        counts.accepted += 1;
        break;
      case 'decided':
        counts.answered += 1;
        counts.sold += sample.status === 'CONFIRMED' ? sample.quantity : 0;
        break;
      case 'sold-out':
      case 'card-refused':
      case 'undecided':
      case 'unexpected':
        counts.answered += 1;
        break;
      case 'answer':
      case 'repeated':
        return;
    }
    const { came, accepted, answered, sold } = counts;
    show(
      `arrived ${came}/${buyers}  accepted ${accepted}  answered ${answered}  sold ${sold}/${tickets}`,
    );
  };
};
