import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import {
  isConstants,
  isEntry,
  isIndex,
  measureStructure,
  onlyReExports,
  sourceFiles,
} from './structure.ts';

/** Lines: what can be read at one sitting. */
const LONGEST_FILE = 300;
const MOST_SHORT_FILES = 60;

const files = sourceFiles(resolve(import.meta.dirname, '../..'));
const named = (some: typeof files) => some.map(({ path, lines }) => `${path} (${lines})`);

it('no source file is too long to be read at one sitting', () => {
  expect(named(files.filter(({ lines }) => lines > LONGEST_FILE))).toEqual([]);
});

it('few files are short, and each of them is an index, an entry or a table of constants', () => {
  const { under15 } = measureStructure(files);
  expect(under15.length).toBeLessThanOrEqual(MOST_SHORT_FILES);
  const others = under15.filter((file) => !isIndex(file) && !isEntry(file) && !isConstants(file));
  expect(named(others)).toEqual([]);
});

it('no file only hands on what others export, but the index of a package', () => {
  expect(named(files.filter((file) => onlyReExports(file) && !isIndex(file)))).toEqual([]);
});

it.each([
  ["export { a } from './a.ts';\n", true],
  ["// why\nexport {\n  a,\n  type B,\n} from './a.ts';\nexport * from './c.ts';\n", true],
  ["export { a } from './a.ts';\nexport const b = 1;\n", false],
])('a file that hands on is told from one that does something: %j', (text, expected) => {
  expect(onlyReExports({ path: 'a.ts', text, lines: 1 })).toBe(expected);
});
