import { expect, test } from 'vitest';
import { shardProgress } from './shard-progress.ts';
import { noCheckpoint, type ShardPosition } from './stream-checkpoint.ts';

const closed = { id: 'closed', closed: true };
const open = { id: 'open', parentId: 'closed', closed: false };
const child = { id: 'child', parentId: 'open', closed: false };

const saved = (positions: Record<string, ShardPosition>) => ({
  ...noCheckpoint,
  load: async () => new Map(Object.entries(positions)),
});

test('LATEST passes over what was closed, and reads from their start the shards that come later', async () => {
  const progress = await shardProgress('arn', 'LATEST', noCheckpoint);
  progress.discovered([closed, open]);
  progress.discovered([closed, open, child]);
  expect(progress.finished('closed')).toBe(true);
  expect(progress.startOf('open')).toBe('LATEST');
  expect(progress.startOf('child')).toBe('TRIM_HORIZON');
});

test('LATEST waits for the first shards of a stream that has none yet', async () => {
  const progress = await shardProgress('arn', 'LATEST', noCheckpoint);
  progress.discovered([]);
  progress.discovered([open]);
  expect(progress.startOf('open')).toBe('LATEST');
});

test('a checkpoint goes before the starting position, also for the children made meanwhile', async () => {
  const checkpoint = saved({ closed: 'FINISHED', open: { after: '7' } });
  const progress = await shardProgress('arn', 'LATEST', checkpoint);
  progress.discovered([closed, open, child]);
  expect(progress.startOf('open')).toEqual({ after: '7' });
  expect(progress.startOf('child')).toBe('TRIM_HORIZON');
});

test('shards that the stream has forgotten are forgotten', async () => {
  const kept: string[][] = [];
  const progress = await shardProgress('arn', 'TRIM_HORIZON', {
    ...saved({ closed: 'FINISHED', open: { after: '7' } }),
    save: async (_, positions) => {
      kept.push([...positions.keys()]);
    },
  });
  progress.discovered([open]);
  await progress.save('open', { after: '8' });
  expect(kept).toEqual([['open']]);
});

test('after a trim, a shard is read from the oldest record that is left', async () => {
  const progress = await shardProgress('arn', 'LATEST', saved({ open: { after: '7' } }));
  progress.startOver('open');
  expect(progress.startOf('open')).toBe('TRIM_HORIZON');
});
