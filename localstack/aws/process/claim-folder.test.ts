import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { FolderInUseError } from '../local-aws-error.ts';
import { claimFolder } from './claim-folder.ts';

const claim = (folder: string, names: readonly string[] = ['data']) =>
  claimFolder({
    folder,
    setting: 'WILLCALL_DATA',
    names,
    refuse: (owner) => new FolderInUseError('DATA_FOLDER_IN_USE', { folder, owner }, 'Stop it.'),
  });

/** Claims a folder for each line of its input, and prints whether it got it. It never releases. */
const CLAIMANT = `
  import { createInterface } from 'node:readline';
  import { claimFolder } from '${new URL('claim-folder.ts', import.meta.url).href}';
  const folder = process.argv[1];
  console.log('ready');
  for await (const line of createInterface(process.stdin)) {
    console.log(await claimFolder({ folder, setting: 'WILLCALL_DATA', names: [], refuse: () => new Error('refused') }).then(
      () => 'claimed',
      (error) => error.message,
    ));
  }
`;

type Claimant = { readonly process: ChildProcess; readonly lines: Interface };

const startClaimant = async (folder: string): Promise<Claimant> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLAIMANT, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  return { process: child, lines };
};

const ask = async ({ process: child, lines }: Claimant): Promise<string> => {
  const answer = once(lines, 'line');
  child.stdin?.write('\n');
  return String((await answer)[0]);
};

describe('of many claims at the same instant', () => {
  test('exactly one wins, also when each finds the folder of a killed process', async () => {
    const folder = join(await createTemporaryFolder(), 'made');
    let claimants = await Promise.all(Array.from({ length: 6 }, () => startClaimant(folder)));
    for (let round = 1; round <= 4; round += 1) {
      const answers = await Promise.all(claimants.map(ask));
      expect(answers.toSorted()).toEqual(['claimed', ...answers.slice(1).map(() => 'refused')]);
      const winner = claimants[answers.indexOf('claimed')];
      winner?.process.kill('SIGKILL');
      if (winner !== undefined) await once(winner.process, 'exit');
      claimants = claimants.filter((each) => each !== winner);
    }
  });
});

describe('a claimed folder', () => {
  test('is refused to another process, with the owner', async () => {
    const folder = await createTemporaryFolder();
    const owner = await startClaimant(folder);
    expect(await ask(owner)).toBe('claimed');
    await expect(claim(folder)).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      folder,
      owner: owner.process.pid,
      message: `${folder} is in use by process ${owner.process.pid}. Stop it.`,
    });
  });

  test('is free after its release', async () => {
    const folder = await createTemporaryFolder();
    const first = await claim(folder);
    await first.release();
    await first.release();
    const second = await claim(folder);
    expect(second.wasAbandoned).toBe(false);
    expect(await readFile(join(folder, 'in-use-by'), 'utf8')).toBe(String(process.pid));
    await second.release();
  });

  test('that was left behind by kill -9 is known as such', async () => {
    const folder = await createTemporaryFolder();
    await writeFile(join(folder, 'in-use-by'), String(process.pid));
    const { wasAbandoned, release } = await claim(folder);
    expect(wasAbandoned).toBe(true);
    await release();
  });

  test('that cannot be made is a typed error with its file and cause', async () => {
    const file = join(await createTemporaryFolder(), 'a-file');
    await writeFile(file, '');
    for (const folder of [file, join(file, 'below')]) {
      await expect(claim(folder)).rejects.toMatchObject({
        code: 'FOLDER_UNUSABLE',
        folder,
        file: folder,
        cause: { code: expect.stringMatching(/^E(EXIST|NOTDIR)$/) },
      });
    }
  });
});

const readMode = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o777).toString(8);

describe('the files of a claimed folder', () => {
  test('that others could read are restricted to their owner', async () => {
    const folder = join(await createTemporaryFolder(), 'old');
    await mkdir(join(folder, 'data', 'deep'), { recursive: true, mode: 0o755 });
    const files = ['data/one.db', 'data/deep/two.db', 'data.db-wal'].map((name) =>
      join(folder, name),
    );
    for (const file of files) await writeFile(file, '', { mode: 0o644 });
    const { release } = await claim(folder);
    for (const path of [folder, join(folder, 'data'), join(folder, 'data', 'deep')]) {
      expect(await readMode(path)).toBe('700');
    }
    for (const path of [...files, join(folder, 'in-use-by'), join(folder, 'lock')]) {
      expect(await readMode(path)).toBe('600');
    }
    await release();
  });

  test('leave the files of somebody else, and their folder, as they are', async () => {
    const folder = await createTemporaryFolder();
    const foreign = join(folder, 'run.sh');
    await writeFile(foreign, '');
    await chmod(foreign, 0o755);
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'data'));
    await symlink(foreign, join(folder, 'data', 'link'));
    const { release } = await claim(folder);
    expect(await readMode(foreign)).toBe('755');
    expect(await readMode(folder)).toBe('755');
    expect(await readMode(join(folder, 'data'))).toBe('700');
    await release();
  });
});
