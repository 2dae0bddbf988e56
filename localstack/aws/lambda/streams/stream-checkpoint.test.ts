import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileCheckpoint, type ShardPosition } from './stream-checkpoint.ts';

const positions = (given: Record<string, ShardPosition>) => new Map(Object.entries(given));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'willcall-checkpoint-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('another process loads the last saved positions', async () => {
  const file = join(folder, 'made', 'shows.json');
  const writer = createFileCheckpoint(file);
  const latest = positions({ a: 'FINISHED', b: { after: '2' } });
  await Promise.all([
    writer.save('arn', positions({ a: { after: '1' } })),
    writer.save('arn', positions({ a: 'FINISHED' })),
    writer.save('arn', latest),
  ]);
  expect(await createFileCheckpoint(file).load('arn')).toEqual(latest);
});

test('the stream of a recreated table starts without a position', async () => {
  const checkpoint = createFileCheckpoint(join(folder, 'new.json'));
  await checkpoint.save('old', positions({ a: { after: '1' } }));
  expect(await checkpoint.load('new')).toEqual(new Map());
});

test.each(['', '{', '{"streamArn":"arn"}'])('a file with %j counts as missing', async (content) => {
  const file = join(folder, 'broken.json');
  await writeFile(file, content);
  expect(await createFileCheckpoint(file).load('arn')).toEqual(new Map());
});
