import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchReport } from './bench-report.ts';
import { drawReport } from './draw-report.ts';

/** Writes a report as `bench.json` and `bench.svg` into an existing folder, and returns the two paths. */
export async function writeReport(report: BenchReport, folder: string): Promise<string[]> {
  const [json, svg] = [join(folder, 'bench.json'), join(folder, 'bench.svg')];
  await writeFile(json, `${JSON.stringify(BenchReport.parse(report), undefined, 2)}\n`);
  await writeFile(svg, drawReport(report));
  return [json, svg];
}
