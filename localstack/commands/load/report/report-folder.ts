import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DEFAULT_STATE_FOLDER } from '../../../stage/state-folder.ts';

/** The files of one load. */
export type ReportFolder = Readonly<
  Record<'page' | 'report' | 'samples' | 'output' | 'log', string>
>;

/** Makes the folder that was asked for, or one named by the time, and an empty file of samples. */
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
