import { describe, expect, it, test } from 'vitest';
import { addPermission, removePermission } from './queue-policy.ts';

const queueArn = 'arn:aws:sqs:eu-central-1:1:mails';
const ruleArn = 'arn:aws:events:eu-central-1:1:rule/willcall-prod/mails';
const sending = { ruleArn, queueArn };
const foreign = { Sid: 'Theirs', Effect: 'Deny', Principal: '*', Action: 'sqs:*' };
const readStatements = (policy: string) => JSON.parse(policy).Statement;

describe('the policy of a queue', () => {
  it('allows only one EventBridge rule to send', () => {
    expect(JSON.parse(addPermission(undefined, sending))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: expect.stringMatching(/^[A-Za-z0-9]+$/),
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
      ],
    });
  });

  it('does not change when it is created twice', () => {
    const once = addPermission('', sending);
    expect(addPermission(once, sending)).toBe(once);
  });

  it.each([
    ['a list', [foreign]],
    ['a single statement', foreign],
  ])('keeps other statements, given as %s', (_, Statement) => {
    const policy = JSON.stringify({ Version: '2008-10-17', Id: 'theirs', Statement });
    const allowing = addPermission(policy, sending);
    expect(JSON.parse(allowing)).toMatchObject({ Version: '2008-10-17', Id: 'theirs' });
    expect(readStatements(allowing)).toHaveLength(2);
    expect(readStatements(removePermission(allowing, ruleArn))).toEqual([foreign]);
  });

  it('distinguishes two rules', () => {
    const other = { ruleArn: `${ruleArn}-2`, queueArn };
    const both = addPermission(addPermission('', sending), other);
    expect(readStatements(both)).toHaveLength(2);
    expect(removePermission(both, other.ruleArn)).toBe(addPermission('', sending));
  });
});

test('empties a policy without statements', () => {
  expect(removePermission(addPermission('', sending), ruleArn)).toBe('');
});
