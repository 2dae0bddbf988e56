import { globSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { FOLDERS, NO_FOLDER_CIRCLE, rules } from './dependency-rules.ts';

const PACKAGES = ['shared', 'services', 'localstack', 'infra', 'test'];
const NOT_OURS = '(^|/)(node_modules|dist|cdk\\.out)/';
const TESTS = String.raw`\.(test|fixture)\.(m?ts|tsx)$`;

export type DependencyReport = {
  /** The number of modules that were read. */
  readonly modules: number;
  /** One line for each violation: `rule: from → to`. */
  readonly violations: readonly string[];
};

/**
 * Checks every import below a folder against the rules.
 *
 * @throws Error if fewer modules than files were read. dependency-cruiser skips languages that it does
 *   not know and reports success.
 */
export async function checkDependencies(baseDir: string): Promise<DependencyReport> {
  const files = await runCruiser(baseDir, {
    exclude: { path: NOT_OURS },
    ruleSet: rules,
    validate: true,
  });
  const existing = globSync('{shared,services,localstack,infra,test}/**/*.{ts,tsx,mts}', {
    cwd: baseDir,
    exclude: (path) => /(^|\/)(node_modules|dist|cdk\.out)$/.test(String(path)),
  });
  const modules = files.modules.filter(({ source }) => /\.(m?ts|tsx)$/.test(source)).length;
  if (modules < existing.length || modules === 0) {
    throw new Error(`Only ${modules} of ${existing.length} files were read.`);
  }
  const folders = await runCruiser(baseDir, {
    exclude: { path: `${NOT_OURS}|${TESTS}` },
    collapse: FOLDERS,
  });
  return {
    modules,
    violations: [
      ...files.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
      ...findFolderCircles(folders.modules).map(
        (circle) => `${NO_FOLDER_CIRCLE}: ${[...circle, circle[0]].join(' → ')}`,
      ),
    ],
  };
}

/** Runs dependency-cruiser with swc as the parser, because it does not support TypeScript 7. Type imports count. */
async function runCruiser(baseDir: string, options: object): Promise<ICruiseResult> {
  const present = PACKAGES.filter((name) => globSync(join(baseDir, name)).length > 0);
  const { output } = await cruise(
    present,
    {
      baseDir,
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      ...options,
    },
    { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  );
  if (typeof output === 'string')
    throw new TypeError('dependency-cruiser returned text instead of a result');
  return output;
}

/** Finds circles among collapsed folders: for each folder at most one, the shortest path back to it. */
function findFolderCircles(modules: readonly IModule[]): string[][] {
  const isFolder = new RegExp(FOLDERS.replace('(?=/)', '$'));
  const next = new Map(
    modules
      .filter(({ source }) => isFolder.test(source))
      .map(({ source, dependencies }) => [
        source,
        dependencies.map(({ resolved }) => resolved).filter((to) => to !== source),
      ]),
  );
  const circles = [...next.keys()].flatMap((start) => {
    const paths = [[start]];
    const seen = new Set<string>();
    for (const path of paths) {
      for (const to of next.get(path.at(-1) ?? start) ?? []) {
        if (to === start) return [path];
        if (seen.has(to) || !next.has(to)) continue;
        seen.add(to);
        paths.push([...path, to]);
      }
    }
    return [];
  });
  // Each circle is found once from each of its folders.
  return [...new Map(circles.map((circle) => [[...circle].sort().join(), circle])).values()];
}

if (process.argv[1] === import.meta.filename) {
  const { modules, violations } = await checkDependencies(process.cwd());
  for (const violation of violations) console.error(violation);
  console.log(`Dependencies: ${modules} modules, ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
}
