import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import {
  findSourceFiles,
  isConstants,
  isEntry,
  isIndex,
  measureStructure,
  onlyReExports,
} from './structure.ts';

const LONGEST_FILE = 300;
const MOST_SHORT_FILES = 60;

const files = findSourceFiles(resolve(import.meta.dirname, '../..'));
const named = (some: typeof files) => some.map(({ path, lines }) => `${path} (${lines})`);

it('no source file has more than 300 lines', () => {
  expect(named(files.filter(({ lines }) => lines > LONGEST_FILE))).toEqual([]);
});

it('few files have under 15 lines, and each is an index, an entry point or a table of constants', () => {
  const { under15 } = measureStructure(files);
  expect(under15.length).toBeLessThanOrEqual(MOST_SHORT_FILES);
  const others = under15.filter((file) => !isIndex(file) && !isEntry(file) && !isConstants(file));
  expect(named(others)).toEqual([]);
});

it('only the index of a package consists of nothing but re-exports', () => {
  expect(named(files.filter((file) => onlyReExports(file) && !isIndex(file)))).toEqual([]);
});

it.each([
  ["export { a } from './a.ts';\n", true],
  ["// why\nexport {\n  a,\n  type B,\n} from './a.ts';\nexport * from './c.ts';\n", true],
  ["export { a } from './a.ts';\nexport const b = 1;\n", false],
])('a file of re-exports is recognized: %j', (text, expected) => {
  expect(onlyReExports({ path: 'a.ts', text, lines: 1 })).toBe(expected);
});
