import { readFile } from 'node:fs/promises';
import { LoadSample } from '../contract/sample.ts';

/** All that the buyers have written, in the order in which they saw it. */
export const readSamples = async (file: string): Promise<LoadSample[]> => {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .flatMap((line) => (line === '' ? [] : LoadSample.parse(JSON.parse(line))));
};
