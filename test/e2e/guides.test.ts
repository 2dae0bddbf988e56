import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { REPOSITORY, runNpmStart } from '../support/npm-start.ts';

const run = promisify(execFile);

/** Reads every block of code of a guide. @throws Error for one that would not be run */
async function readBlocks(guide: string): Promise<readonly string[]> {
  const text = await readFile(join(REPOSITORY, 'shared/contracts', guide), 'utf8');
  return Array.from(text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm), ([, language, code = '']) => {
    if (language !== 'sh')
      throw new Error(`${guide} has a block of ${language}, which nobody runs`);
    return code;
  });
}

it.each([
  { guide: 'QUICKSTART.md', blocks: 1, prints: ['CONFIRMED: Booked 2 tickets for Ana.'] },
  {
    guide: 'CONCEPTS.md',
    blocks: 3,
    prints: ['"tickets":2', 'Stage prod holds this sale', 'sold out'],
  },
  {
    guide: 'COMING-FROM.md',
    blocks: 6,
    prints: [
      ['Booked 2 tickets for Ana.', '2', 'SOLD_OUT', '1'].join('\n'),
      ['1299', 'CONFIRMED', '7200'].join('\n'),
      'CANCELLED',
    ],
  },
])(
  '$guide runs as it is written, from its first line to its last',
  async ({ guide, blocks, prints }) => {
    const code = await readBlocks(guide);
    expect(code).toHaveLength(blocks);
    const start = await runNpmStart();
    try {
      const script = code.join('\n').replaceAll('127.0.0.1:3000', `127.0.0.1:${start.port}`);
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: REPOSITORY,
        env: start.env,
      });
      for (const lines of prints) expect(stdout).toContain(lines);
    } finally {
      expect(await start.interrupt()).toBe(0);
    }
  },
);
