import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../testing/provided.ts';

const PROGRAM = join(import.meta.dirname, '../../infra/bin/willcall.mjs');

const token = async (...args: string[]) => {
  const env = { ...process.env, WILLCALL_STATE: await createTemporaryFolder() };
  return spawnSync(process.execPath, [PROGRAM, 'token', ...args], { env, encoding: 'utf8' });
};

test('prints only the token', async () => {
  const { status, stdout, stderr } = await token('alice');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const { sub, iss, aud, scope, iat = 0, exp = 0 } = decodeJwt(stdout.trim());
  expect({ sub, iss, aud, scope, hours: (exp - iat) / 3600 }).toEqual({
    sub: 'alice',
    iss: 'https://willcall.local',
    aud: 'willcall',
    scope: undefined,
    hours: 12,
  });
});

test('adds the scope of an admin and the requested lifetime', async () => {
  const { stdout } = await token('ops', '--admin', '--expires-in', '3600');
  const { scope, iat = 0, exp = 0 } = decodeJwt(stdout.trim());
  expect({ scope, seconds: exp - iat }).toEqual({ scope: 'willcall/admin', seconds: 3600 });
});

test.each([
  [[]],
  [['']],
  [['alice', 'bob']],
  [['josé']],
  [['alice b']],
  [['alice\nbob']],
  [['\ud83d\ude00']],
  [['null']],
  [['undefined']],
  [['x'.repeat(256)]],
  [['alice', '--expires-in', 'soon']],
  [['alice', '--expires-in', '0']],
  [['alice', '--expires-in']],
  [['alice', '--root']],
])('refuses %j with one sentence and exit code 2', async (args) => {
  const { status, stdout, stderr } = await token(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test.each(['auth0|5f7c8ec7', 'ana@example.com', 'x'.repeat(255), "o'neill"])(
  'takes %j, which the API takes',
  async (user) => {
    const { status, stdout } = await token(user);
    expect({ status, sub: decodeJwt(stdout.trim()).sub }).toEqual({ status: 0, sub: user });
  },
);

test('says which names it takes', async () => {
  expect((await token('josé')).stderr).toContain('1 to 255 visible ASCII characters');
  expect((await token('--help')).stdout.replaceAll(/\s+/g, ' ')).toContain(
    '1 to 255 visible ASCII characters',
  );
});

test('prints the requested help', async () => {
  const { status, stdout } = await token('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: willcall token [options] <user>');
});
