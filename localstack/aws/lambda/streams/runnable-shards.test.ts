import { expect, test } from 'vitest';
import { runnableShards } from './runnable-shards.ts';

const shards = [
  { id: 'root', closed: true },
  { id: 'left', parentId: 'root', closed: true },
  { id: 'right', parentId: 'root', closed: false },
  { id: 'grandchild', parentId: 'left', closed: false },
  { id: 'orphan', parentId: 'forgotten', closed: false },
];

test.each([
  { finished: [], runnable: ['root', 'orphan'] },
  { finished: ['root'], runnable: ['left', 'right', 'orphan'] },
  { finished: ['root', 'left'], runnable: ['right', 'grandchild', 'orphan'] },
])('after $finished have been read, $runnable may be', ({ finished, runnable }) => {
  const ids = runnableShards(shards, (id) => finished.some((one) => one === id));
  expect(ids.map(({ id }) => id)).toEqual(runnable);
});
