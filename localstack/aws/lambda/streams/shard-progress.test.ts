import { expect, test } from 'vitest';
import { loadShardProgress } from './shard-progress.ts';
import { noCheckpoint, type ShardPosition } from './stream-checkpoint.ts';

const closed = { id: 'closed', isClosed: true };
const open = { id: 'open', parentId: 'closed', isClosed: false };
const child = { id: 'child', parentId: 'open', isClosed: false };

const saved = (positions: Record<string, ShardPosition>) => ({
  ...noCheckpoint,
  load: async () => new Map(Object.entries(positions)),
});

test('LATEST skips closed shards, and reads later shards from their start', async () => {
  const progress = await loadShardProgress('arn', 'LATEST', noCheckpoint);
  progress.trackShards([closed, open]);
  progress.trackShards([closed, open, child]);
  expect(progress.isFinished('closed')).toBe(true);
  expect(progress.findStart('open')).toBe('LATEST');
  expect(progress.findStart('child')).toBe('TRIM_HORIZON');
});

test('LATEST waits for the first shards of an empty stream', async () => {
  const progress = await loadShardProgress('arn', 'LATEST', noCheckpoint);
  progress.trackShards([]);
  progress.trackShards([open]);
  expect(progress.findStart('open')).toBe('LATEST');
});

test('a checkpoint overrides the starting position, even for new child shards', async () => {
  const checkpoint = saved({ closed: 'FINISHED', open: { after: '7' } });
  const progress = await loadShardProgress('arn', 'LATEST', checkpoint);
  progress.trackShards([closed, open, child]);
  expect(progress.findStart('open')).toEqual({ after: '7' });
  expect(progress.findStart('child')).toBe('TRIM_HORIZON');
});

test('shards that no longer exist are forgotten', async () => {
  const kept: string[][] = [];
  const progress = await loadShardProgress('arn', 'TRIM_HORIZON', {
    ...saved({ closed: 'FINISHED', open: { after: '7' } }),
    save: async (_, positions) => {
      kept.push([...positions.keys()]);
    },
  });
  progress.trackShards([open]);
  await progress.save('open', { after: '8' });
  expect(kept).toEqual([['open']]);
});

test('after a trim, a shard is read from its oldest remaining record', async () => {
  const progress = await loadShardProgress('arn', 'LATEST', saved({ open: { after: '7' } }));
  progress.startOver('open');
  expect(progress.findStart('open')).toBe('TRIM_HORIZON');
});
