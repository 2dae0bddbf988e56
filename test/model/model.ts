import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withProgress } from '@willcall/cli';
import { drawConflicts } from './draw-conflicts.ts';
import { formatModel } from './format-model.ts';
import { readModelOptions } from './model-options.ts';
import { type ModelReport, runModel } from './model-report.ts';

/** Writes a report into an existing folder, and returns the paths. */
async function writeReport(report: ModelReport, folder: string): Promise<string[]> {
  const json = join(folder, 'model.json');
  await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (report.sweep.length === 0) return [json];
  const svg = join(folder, 'conflicts.svg');
  await writeFile(svg, drawConflicts(report.sweep));
  return [json, svg];
}

const { plan, isJson, folder } = readModelOptions();
const report = await withProgress((progress) => runModel(plan, (line) => progress.show(line)));
const files = await writeReport(report, folder);
console.log(isJson ? JSON.stringify(report) : formatModel(report));
console.error(`Wrote ${files.join(' and ')}.`);
