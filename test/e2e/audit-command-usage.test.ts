import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { auditItems } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openSale } from '../support/sale/open-sale.ts';
import { saleCommand } from '../support/subscribers/command.ts';

const { run, of: audit } = saleCommand('audit');

describe('npm run audit that cannot run', () => {
  it.each([
    [
      'no stack',
      ['--show', 'hamlet'],
      1,
      /^No stack is running\. Start one with npm start, or .+\.\n$/,
    ],
    ['no show named', [], 2, /^--show ID is required\. Try willcall audit --help\.\n$/],
    ['an invalid id', ['--show', 'a b'], 2, /^--show a b is not a show id\. Try .+\.\n$/],
    [
      'two ways to read',
      ['--show', 'hamlet', '--stock-only', '--all-records'],
      2,
      /^Use either --stock-only or --all-records\. Try .+\.\n$/,
    ],
    ['an unknown option', ['--stock'], 2, /^Unknown option '--stock'.*\n$/],
  ])('prints one sentence for %s', async (_, args, code, sentence) => {
    const nowhere = { WILLCALL_STATE: `/tmp/${randomUUID()}` };
    expect(await run(nowhere, ...args)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    });
  });

  it('prints one sentence for an unknown show', async () => {
    const { environment } = await openSale();
    expect(await run(environment, '--show', 'macbeth')).toMatchObject({
      code: 1,
      stderr: 'There is no show macbeth.\n',
    });
  });

  it('prints one sentence when DynamoDB is unreachable', async () => {
    const { environment } = await openSale();
    const gone = { ...environment, AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
    expect(await run(gone, '--show', 'hamlet')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^DynamoDB did not read the show: it cannot be reached \(.+\)\. Check the network, .+\.\n$/,
      ),
    });
  });

  it('names a show that cannot be read', async () => {
    const sale = await openSale();
    await sale.store.documents.send(
      new UpdateCommand({
        TableName: sale.store.tables.shows,
        Key: { showId: sale.show.showId },
        UpdateExpression: 'SET price = :free',
        ExpressionAttributeValues: { ':free': 'free' },
      }),
    );
    const { code, stdout } = await audit(sale);
    expect({ code, lines: stdout.split('\n') }).toEqual({
      code: 1,
      lines: [
        expect.stringMatching(
          /^RECORD_UNREADABLE: The show cannot be read: price \(table shows, showId .+\)\. See infra\/RUNBOOK\.md#audit-stock\.$/,
        ),
        'THE AUDIT DOES NOT HOLD.',
        '',
      ],
    });
  });

  it('prints its usage, and everything that it checks, with --help', async () => {
    const { code, stdout } = await run({}, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: willcall audit [options]');
    expect(stdout).toContain('--stock-only');
    const lines = stdout.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim());
    for (const [name, { holds, by, isSum }] of Object.entries(auditItems)) {
      const marks = { stock: '* ', journal: isSum ? '= ' : '', all: '+ ' };
      const mark = marks[by];
      expect(lines).toContain(`${mark}${name} ${holds}`);
    }
  });
});
