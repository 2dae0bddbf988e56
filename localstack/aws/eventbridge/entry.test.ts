import { expect, it } from 'vitest';
import { type Entry, entrySize } from './entry.ts';

it.each<[entry: Entry, bytes: number]>([
  [{}, 0],
  [{ Time: 0 }, 14],
  [{ Source: 'ab', DetailType: 'cde', Detail: '{}' }, 7],
  [{ Detail: '"€"' }, 5],
  [{ Resources: ['ab', 'é'] }, 4],
  [{ EventBusName: 'a-bus', TraceHeader: 'Root=1' }, 0],
])('counts %j as %d bytes', (entry, bytes) => {
  expect(entrySize(entry)).toBe(bytes);
});
