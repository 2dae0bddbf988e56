import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LoadSample } from './contract.ts';
import { followSamples, readSamples } from './samples.ts';

const makeSamplesFile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'samples.jsonl');
  await writeFile(file, '');
  return file;
};

test('reports each sample once, also if its line is written in two parts', async () => {
  const file = await makeSamplesFile();
  const seen: LoadSample[] = [];
  const whole = Promise.withResolvers<void>();
  const over = new AbortController();
  const following = followSamples(
    file,
    (sample) => {
      seen.push(sample);
      if (seen.length === 2) whole.resolve();
    },
    over.signal,
  );
  await appendFile(file, '{"kind":"arrived","at":1}\n{"kind":"undec');
  await appendFile(file, 'ided","at":2}\n');
  await whole.promise;
  over.abort();
  await following;
  const written = [
    { kind: 'arrived', at: 1 },
    { kind: 'undecided', at: 2 },
  ];
  expect(seen).toEqual(written);
  expect(await readSamples(file)).toEqual(written);
});

test('does not skip a line that is not a sample', async () => {
  const file = await makeSamplesFile();
  await writeFile(file, '{"kind":"left"}\n');
  await expect(readSamples(file)).rejects.toThrow();
});
