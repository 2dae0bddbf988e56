import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startEnvironment } from './start-environment.ts';

/** Each is measured in turn, so that whatever else the machine does slows all of them down. */
const ROUNDS = 5;

/**
 * Milliseconds, by file, that a new process takes to load it and end: the median of some rounds.
 *
 * @throws the error of a process that did not end well, with what it printed
 */
export const startTimes = async (files: readonly string[]): Promise<Map<string, number>> => {
  const times = new Map(files.map((file) => [file, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [file, measured] of times) measured.push(await startTime(file));
  }
  return new Map([...times].map(([file, measured]) => [file, median(measured)]));
};

const startTime = async (file: string): Promise<number> => {
  const began = performance.now();
  await promisify(execFile)(process.execPath, [file], { env: startEnvironment });
  return performance.now() - began;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
