import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { startRunningStage } from '../support/subscribers/running-stage.ts';

const PROGRAM = join(import.meta.dirname, '../../infra/bin/willcall.mjs');

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs `npm run smoke -- …` to its end. */
const runSmoke = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
  promisify(execFile)(process.execPath, [PROGRAM, 'smoke', ...args], { env, cwd: '/' }).then(
    (output) => ({ code: 0, ...output }),
    (error: Ended) => error,
  );

let office: Awaited<ReturnType<typeof startRunningStage>>['office'];
let env: NodeJS.ProcessEnv;
let url: string;
let tokens: { readonly buyer: string; readonly admin: string };

beforeAll(async () => {
  ({ office, env } = await startRunningStage());
  url = office.stage.url;
  tokens = {
    buyer: await office.stage.issueToken({ user: 'smoke' }),
    admin: await office.stage.issueToken({ user: 'ops', admin: true }),
  };
});

const listShowNames = async (): Promise<string[]> => {
  const { body } = await office.client.call('listShows', {});
  return body.shows.map(({ name }) => name);
};

describe('npm run smoke', () => {
  it('buys a ticket of its own show, receives its event, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await runSmoke(
      env,
      ...['--url', url, '--token', tokens.buyer, '--admin-token', tokens.admin],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replaceAll(/(show|purchase) [\w-]{16,}/g, '$1 …').replace(/\d+ ms/, '… ms')).toBe(
      `ok  the API answers
ok  show … is on sale
ok  purchase … is accepted
ok  confirmed … ms later
ok  the same key returns the same purchase
ok  its event is on the bus
ok  cleaned up: cancelled, erased and removed
The smoke test passed.
`,
    );
    expect(await listShowNames()).not.toContain('Smoke test');
  });

  it('buys a ticket of an existing show without an admin, and cancels it', async () => {
    const { showId } = await office.makeShow({ capacity: 1 });
    const { code, stdout } = await runSmoke(
      { ...env, WILLCALL_TOKEN: tokens.buyer },
      ...['--url', url, '--show', showId],
    );
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The smoke test passed'),
    });
    const { body } = await office.client.call('getShow', { path: { showId } });
    expect(body).toMatchObject({ available: 1 });
  });

  it('names the checks it skipped when the bus is unreachable', async () => {
    const { showId } = await office.makeShow();
    const { code, stdout } = await runSmoke(
      { ...env, WILLCALL_STATE: `/tmp/${randomUUID()}` },
      ...['--url', url, '--token', tokens.buyer, '--show', showId],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^-- {2}the event was not checked: No stack is running/m);
  });

  it('prints its steps as JSON with --json, also when one fails', async () => {
    const { code, stdout, stderr } = await runSmoke(
      env,
      ...['--url', url, '--token', 'nobody', '--admin-token', tokens.admin, '--json'],
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('answered 401') });
    expect(JSON.parse(stdout)).toEqual({
      passed: false,
      steps: [
        { step: 'the API answers', checked: true },
        { step: expect.stringMatching(/^show .+ is on sale$/), checked: true },
      ],
    });
  });
});

describe('npm run smoke that fails', () => {
  it('names the step when the token is refused, and still removes its show', async () => {
    const { code, stderr } = await runSmoke(
      env,
      ...['--url', url, '--token', 'nobody', '--admin-token', tokens.admin],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^POST \/v1\/purchases answered 401 instead of 202 with a Location: /);
    expect(await listShowNames()).not.toContain('Smoke test');
  });

  it('says so when the show is sold out', async () => {
    const { showId } = await office.makeShow({ capacity: 1 });
    await (await office.buyer()).buy(purchaseBody({ showId }));
    const { code, stderr } = await runSmoke(
      env,
      ...['--url', url, '--token', tokens.buyer, '--show', showId],
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Show ${showId} has no tickets left.\n`,
    });
  });

  it('gives up in time when a stage decides nothing, and cancels its purchase', async () => {
    const idle = await openBoxOffice({ pollers: 0 });
    const ana = await idle.buyer();
    const { showId } = await idle.makeShow();
    const { code, stdout, stderr } = await runSmoke(
      { PATH: process.env.PATH, WILLCALL_STATE: `/tmp/${randomUUID()}` },
      ...['--url', idle.stage.url, '--token', ana.token, '--show', showId, '--timeout', '2'],
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'The purchase was still PENDING after the timeout.\n',
    });
    const purchaseId = /purchase ([\w-]+) is accepted/.exec(stdout)?.[1];
    const gone = await idle.send({ path: `/v1/purchases/${purchaseId}`, token: ana.token });
    expect(gone).toMatchObject({ status: 410 });
  });

  it('prints one sentence when nothing listens on the address', async () => {
    const { code, stderr } = await runSmoke(
      env,
      ...['--url', 'http://127.0.0.1:9', '--token', tokens.buyer, '--show', 'any'],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^GET http:\/\/127\.0\.0\.1:9\/health got no answer: .+\.\n$/);
  });
});
