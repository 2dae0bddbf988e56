import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '../..');

const git = (...args: readonly string[]): string[] =>
  execFileSync('git', ['-C', REPOSITORY, ...args], { encoding: 'utf8' }).split('\n');

/** The folders in which somebody runs `npm ci`: those with a lock file. */
const FOLDERS = git('ls-files', '*package-lock.json').filter(Boolean).map(dirname);

const writePackage = (folder: string, content: object): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...content }));
};

/**
 * Installs a package with an install script into a project that has only the settings of a folder.
 *
 * @returns whether the script ran
 */
const runsInstallScript = (settings: string): boolean => {
  const root = mkdtempSync(join(tmpdir(), 'willcall-install-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const npm = (folder: string, ...args: readonly string[]) =>
    execFileSync('npm', args, {
      cwd: folder,
      // The settings of npm that runs the tests would win over those of the folder.
      env: { PATH: process.env.PATH, HOME: root },
      stdio: 'ignore',
    });
  const ran = join(root, 'ran');
  writePackage(join(root, 'dependency'), {
    name: 'dependency',
    scripts: { install: `node -e "fs.writeFileSync('${ran}', '')"` },
  });
  npm(join(root, 'dependency'), 'pack');
  const project = join(root, 'project');
  const dependencies = { dependency: 'file:../dependency/dependency-1.0.0.tgz' };
  writePackage(project, { name: 'project', dependencies });
  copyFileSync(settings, join(project, '.npmrc'));
  npm(project, 'install', '--offline');
  expect(existsSync(join(project, 'node_modules/dependency'))).toBe(true);
  return existsSync(ran);
};

describe('npm ci', () => {
  it('is run in the repository and in the folder of the load test', () => {
    expect(FOLDERS).toEqual(['.', 'test/load']);
  });

  it.each(FOLDERS)('in %s runs no install script of a dependency, whatever npm it is', (folder) => {
    // npm 10, which comes with Node 20, ignores `allowScripts` in package.json.
    expect(runsInstallScript(join(REPOSITORY, folder, '.npmrc'))).toBe(false);
  });
});
