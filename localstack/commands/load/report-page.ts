import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DEFAULT_STATE_FOLDER } from '../../stage/state-folder.ts';
import { makeLoadCharts } from './charts.ts';
import type { LoadSample } from './contract.ts';
import { escapeHtml, renderLineChart } from './line-chart.ts';
import { formatLoadReport, type LoadReport } from './report.ts';

/** The report as one HTML page. It loads no script, font or other resource. */
export const renderReportPage = (report: LoadReport, samples: readonly LoadSample[]): string => {
  const title = `willcall load test: ${report.scenario}`;
  const verdict = report.ok
    ? 'Passed: every threshold and the audit hold.'
    : 'FAILED. See the details below.';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="${report.ok ? 'passed' : 'failed'}">${escapeHtml(verdict)}</p>
<p>Started ${escapeHtml(report.startedAt)}; show ${escapeHtml(report.showId)}.</p>
<h2>Results and audit</h2>
<pre>${escapeHtml(formatLoadReport(report))}</pre>
<h2>Over time</h2>
${makeLoadCharts(samples).map(renderLineChart).join('\n')}
</main>
</html>
`;
};

const STYLE = `
:root { color-scheme: light dark; --faint: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 960px; margin: 0 auto; padding: 24px; }
pre { overflow-x: auto; padding: 12px; border: 1px solid var(--faint); font-size: 13px; }
figure { margin: 0 0 24px; }
figcaption { font-weight: 600; }
figcaption small { font-weight: 400; margin: 0 12px 0 4px; }
.key { font-weight: 400; font-size: 13px; margin-right: 12px; white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: 12px; height: 3px; margin-right: 4px;
  vertical-align: middle; background: var(--colour); }
svg { display: block; width: 100%; height: auto; }
svg line { stroke: var(--faint); }
svg text { fill: currentColor; font-size: 12px; }
svg path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.passed, .failed { padding: 8px 12px; font-weight: 600; border-left: 4px solid; }
.passed { border-color: #009e73; }
.failed { border-color: #d55e00; }
`;

/** The files of one load. */
export type ReportFolder = Readonly<
  Record<'page' | 'report' | 'samples' | 'output' | 'log', string>
>;

/** Creates the requested folder, or one named by the time, with an empty samples file. */
export const makeReportFolder = async (
  named: string | undefined,
  now: Date,
): Promise<ReportFolder> => {
  const time = now.toISOString().replaceAll(/[:.]/g, '-');
  const folder = named === undefined ? join(DEFAULT_STATE_FOLDER, 'load', time) : resolve(named);
  await mkdir(folder, { recursive: true });
  const files = {
    page: join(folder, 'report.html'),
    report: join(folder, 'report.json'),
    samples: join(folder, 'samples.jsonl'),
    output: join(folder, 'artillery.json'),
    log: join(folder, 'artillery.log'),
  };
  await writeFile(files.samples, '');
  return files;
};
