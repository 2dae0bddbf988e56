import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchReport } from './bench-report.ts';
import { drawReport } from './draw-report.ts';
import { formatMarkdown } from './format-markdown.ts';

/**
 * Writes a report into an existing folder, and returns the paths: all figures in `bench.json`, the table of
 * the README in `bench.md`, and its chart in `bench.svg`.
 */
export async function writeReport(report: BenchReport, folder: string): Promise<string[]> {
  const contents = {
    'bench.json': `${JSON.stringify(BenchReport.parse(report), undefined, 2)}\n`,
    'bench.md': formatMarkdown(report),
    'bench.svg': drawReport(report),
  };
  const files = Object.entries(contents).map(([name, text]) => ({
    path: join(folder, name),
    text,
  }));
  await Promise.all(files.map(({ path, text }) => writeFile(path, text)));
  return files.map(({ path }) => path);
}
