import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type SourceFile = { readonly path: string; readonly text: string; readonly lines: number };

/** Figures about a repository's source files. Lines are counted as by `wc -l`. */
export type Structure = {
  readonly files: number;
  readonly lines: number;
  readonly median: number;
  readonly percentile95: number;
  readonly longest: SourceFile;
  readonly under15: readonly SourceFile[];
  readonly folders: number;
};

const SHORT = 15;

/** Finds the source files in services, shared, infra and localstack, without tests, fixtures and generated files. */
export const findSourceFiles = (repository: string): SourceFile[] =>
  globSync('{services,shared,infra,localstack}/**/*.{ts,tsx,mts,mjs}', {
    cwd: repository,
    exclude: (path) => /(^|\/)(node_modules|dist|cdk\.out|generated)$/.test(path),
  })
    .filter((path) => !/\.(test|fixture)\.m?ts$/.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(repository, path), 'utf8');
      return { path, text, lines: text.split('\n').length - 1 };
    });

export function measureStructure(files: readonly SourceFile[]): Structure {
  const byLength = files.toSorted((a, b) => a.lines - b.lines);
  const at = (share: number): SourceFile => {
    const file = byLength[Math.min(byLength.length - 1, Math.floor(byLength.length * share))];
    if (file === undefined) throw new RangeError('No source files found.');
    return file;
  };
  return {
    files: files.length,
    lines: files.reduce((sum, { lines }) => sum + lines, 0),
    median: at(0.5).lines,
    percentile95: at(0.95).lines,
    longest: at(1),
    under15: byLength.filter(({ lines }) => lines < SHORT),
    folders: new Set(files.map(({ path }) => dirname(path))).size,
  };
}

/** Whether a file is the index of a package, or of the second export of a package. */
export const isIndex = ({ path }: SourceFile): boolean =>
  /^((shared|services)\/[^/]+\/src(\/checked)?|infra\/src(\/model)?|localstack)\/index\.ts$/.test(
    path,
  );

/** Whether a file is the entry point of a function, a command or a bundle. */
export const isEntry = ({ path }: SourceFile): boolean =>
  /^infra\/(app|bin\/[^/]+|commands\/[^/]+|src\/entries\/[^/]+|src\/compute\/(custom-resources\/[^/]+|function-credentials|endpoint-cache|event-streams))\.m?ts$|^infra\/bin\/[^/]+\.mjs$/.test(
    path,
  );

/** Whether a file declares only values and types, without functions. */
export const isConstants = ({ text }: SourceFile): boolean =>
  !/=>\s*[^;,|)]|\bfunction\b/.test(withoutComments(text));

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

/** Whether a file consists only of re-exports. */
export const onlyReExports = ({ text }: SourceFile): boolean =>
  withoutComments(text)
    .replaceAll(/^export\s[^;=]*\sfrom\s'[^']+';$/gm, '')
    .trim() === '';

if (process.argv[1] === import.meta.filename) {
  const { files, lines, median, percentile95, longest, under15, folders } = measureStructure(
    findSourceFiles(process.cwd()),
  );
  console.log(`source files       ${files} in ${folders} folders, ${lines} lines`);
  console.log(`lines of a file    median ${median}, 95th percentile ${percentile95}`);
  console.log(`longest            ${longest.lines} lines, ${longest.path}`);
  console.log(`under ${SHORT} lines     ${under15.length}`);
}
