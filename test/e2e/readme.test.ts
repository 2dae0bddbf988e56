import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { REPOSITORY, runNpmStart } from '../support/npm-start.ts';

const run = promisify(execFile);

/** Each line is a program of its own, which takes a busy machine seconds to start. */
/** Returns the shell lines of a section of the README, unchanged. */
async function readShellLines(heading: string): Promise<string> {
  const readme = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/```sh\n(.*?)```/gs)].map(([, lines]) => lines).join('\n');
}

it('the first purchase in the README buys two tickets as written', async () => {
  const start = await runNpmStart();
  try {
    const lines = await readShellLines('A first purchase');
    expect(lines).toContain('/v1/purchases');
    // The machine can be faster than a person, so read until the purchase is decided.
    const script = `${lines}
      while curl -s "http://127.0.0.1:3000$LOCATION" -H "Authorization: Bearer $TOKEN" | grep -q PENDING; do :; done
      curl -s "http://127.0.0.1:3000$LOCATION" -H "Authorization: Bearer $TOKEN"`;
    const { stdout } = await run(
      'bash',
      ['-euo', 'pipefail', '-c', script.replaceAll('127.0.0.1:3000', `127.0.0.1:${start.port}`)],
      { cwd: REPOSITORY, env: start.env },
    );
    expect(stdout).toContain('HTTP/1.1 202 Accepted');
    expect(stdout).toContain('"status":"CONFIRMED"');
    expect(stdout).toContain('Booked 2 tickets for Ana.');
  } finally {
    expect(await start.interrupt()).toBe(0);
  }
});

it('the box office in the README sells, exports and cancels seats, and takes money, as written', async () => {
  const start = await runNpmStart();
  try {
    // The second section uses the terminal of the first.
    const lines =
      `${await readShellLines('Run a box office')}\n${await readShellLines('Take money')}`
        .replaceAll('127.0.0.1:3000', `127.0.0.1:${start.port}`)
        .replaceAll('.willcall/running.json', `${start.env.WILLCALL_STATE}/running.json`);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', lines], {
      cwd: REPOSITORY,
      env: start.env,
    });
    expect(stdout).toContain('"seatId":"1-A5","state":"FREE"');
    expect(stdout).toContain('"seatId":"1-A4","state":"SOLD"');
    expect(stdout).toMatch(/1-A4,VALID/);
    expect(stdout).toContain('"status":"CANCELLED"');
    expect(stdout).toContain('"capacity":5,"available":5,"held":0,"sold":0');
    expect(stdout).toContain('The audit holds.');
    expect(stdout).toContain('succeeded\n');
  } finally {
    expect(await start.interrupt()).toBe(0);
  }
});

it('the Subscribe section of the README follows a sale as written', async () => {
  const start = await runNpmStart();
  try {
    const { stdout } = await run(
      'bash',
      ['-euo', 'pipefail', '-c', await readShellLines('Subscribe')],
      {
        cwd: REPOSITORY,
        env: start.env,
      },
    );
    expect(stdout).toContain('my-queue');
    expect(stdout).toContain('The audit holds.');
    expect(stdout).toMatch(/(ShowCreated|PurchaseConfirmed|PurchaseRejected)/);
  } finally {
    expect(await start.interrupt()).toBe(0);
  }
});

it('the lines that npm start prints for copying buy a ticket', async () => {
  const start = await runNpmStart();
  try {
    const greeting = start.printed.join('\n');
    const [, toCopy = ''] = /in this folder:\n\n(.*)\n\nPress Ctrl-C/s.exec(greeting) ?? [];
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', toCopy], {
      cwd: REPOSITORY,
      env: start.env,
    });
    expect(stdout).toContain('202 Accepted');
    expect(stdout).toMatch(/"status":"(PENDING|CONFIRMED)"/);
  } finally {
    expect(await start.interrupt()).toBe(0);
  }
});
