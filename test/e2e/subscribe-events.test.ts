import { eventTypes } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { listBusRules } from '../support/subscribers/bus-rules.ts';
import { runCommand, startCommand } from '../support/subscribers/command.ts';
import { openLocalQueues } from '../support/subscribers/queues.ts';
import { startRunningStage } from '../support/subscribers/running-stage.ts';

const { office, env } = await startRunningStage();
const rules = listBusRules(office.stage);
const queues = openLocalQueues();

const follow = async (...args: readonly string[]) => {
  const command = startCommand('events', args, env);
  await command.until('Following');
  return command;
};

/** What a run of this process has created on the bus and in SQS. */
const listCreatedBy = async (pid: number): Promise<string[]> =>
  [...(await rules.names()), ...(await queues.urls('willcall-events-run-'))].filter((name) =>
    name.includes(`-${pid}-`),
  );

const buy = async () => {
  const { showId } = await office.makeShow();
  return (await office.buyer()).buy(purchaseBody({ showId, quantity: 2 }));
};

describe('npm run events', () => {
  it('prints the envelope of a purchase with --json --type --count, and removes what it created', async () => {
    const command = await follow('--json', '--type', 'PurchaseConfirmed', '--count', '1');
    expect(await listCreatedBy(command.pid)).toHaveLength(2);
    const { purchaseId, showId } = await buy();
    expect(await command.ended).toBe(0);
    expect(command.out()).toMatch(/^\{[^\n]+\}\n$/);
    const envelope = JSON.parse(command.out());
    expect(envelope).toMatchObject({
      version: '0',
      source: 'willcall',
      'detail-type': 'PurchaseConfirmed',
      detail: { purchaseId, showId, quantity: 2 },
    });
    expect(eventTypes.PurchaseConfirmed.safeParse(envelope.detail).success).toBe(true);
    expect(await listCreatedBy(command.pid)).toEqual([]);
  });

  it('prints one readable line per event, of every type, until Ctrl-C', async () => {
    const command = await follow();
    const { purchaseId, showId } = await buy();
    await command.until('PurchaseConfirmed');
    await command.until('ShowCreated');
    command.kill('SIGINT');
    expect(await command.ended).toBe(0);
    expect(command.out()).toMatch(
      new RegExp(
        `^\\S+Z {2}PurchaseConfirmed {5}show ${showId} {2}purchase ${purchaseId} {2}user`,
        'm',
      ),
    );
    expect(command.out()).toMatch(new RegExp(`^\\S+Z {2}ShowCreated {11}show ${showId}$`, 'm'));
    expect(command.out()).not.toMatch(/\bAna\b|example\.com|last4|visa/);
    expect(await listCreatedBy(command.pid)).toEqual([]);
  });

  it('removes what a killed run left behind, and nothing of a running one', async () => {
    const killed = await follow();
    const other = await follow();
    killed.kill('SIGKILL');
    await killed.ended;
    expect(await listCreatedBy(killed.pid)).not.toEqual([]);

    const next = await follow();
    expect(await listCreatedBy(killed.pid)).toEqual([]);
    expect(await listCreatedBy(other.pid)).toHaveLength(2);
    other.kill('SIGTERM');
    next.kill('SIGINT');
    expect(await Promise.all([other.ended, next.ended])).toEqual([0, 0]);
    expect(await rules.names()).toEqual(['reprice']);
  });
});

describe('npm run events that cannot run', () => {
  it.each([
    [['--type', 'PurchaseConfirmd'], 2, /^--type PurchaseConfirmd .* PurchaseConfirmed, .*\.\n$/],
    [['--count', '0'], 2, /^--count 0 is not valid: .*\.\n$/],
    [['--tpye', 'x'], 2, /^Unknown option '--tpye'.*\n$/],
    [['--bus', 'nowhere'], 1, /^Event bus nowhere does not exist\.\n$/],
  ])('prints one sentence (%j)', async (args, code, sentence) => {
    expect(await runCommand('events', args, env)).toMatchObject({
      code,
      out: '',
      err: expect.stringMatching(sentence),
    });
  });

  it('says how to start a stack when none runs', async () => {
    const nowhere = { ...env, WILLCALL_STATE: '/nowhere' };
    for (const args of [[], ['--replay']]) {
      expect(await runCommand('events', args, nowhere)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^No stack is running. Start one with npm start.*\n$/),
      });
    }
  });

  it('names the option for the bus when AWS has none configured', async () => {
    expect(await runCommand('events', [], { ...env, WILLCALL_BACKEND: 'aws' })).toMatchObject({
      code: 2,
      err: 'With WILLCALL_BACKEND=aws, --bus NAME is required. Try willcall events --help.\n',
    });
  });

  it('prints its usage with --help', async () => {
    const { code, out } = await runCommand('events', ['--help'], env);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('--replay') });
  });
});
