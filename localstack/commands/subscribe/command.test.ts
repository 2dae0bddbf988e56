import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { resolveSubscribeOptions as checked, command } from './command.ts';

const parseSubscribe = (args: readonly string[]) =>
  checked(parseOptions(command(), args) as Parameters<typeof checked>[0]);

const pattern = '{"detail-type":["ReminderDue"]}';

describe('willcall subscribe', () => {
  it.each([
    [
      ['--pattern', pattern, '--queue', 'mails'],
      { kind: 'make', pattern, queue: 'mails', rule: 'mails', bus: undefined },
    ],
    [
      ['--pattern', pattern, '--queue', 'mails', '--rule', 'remind.me', '--bus', 'willcall-prod'],
      { kind: 'make', pattern, queue: 'mails', rule: 'remind.me', bus: 'willcall-prod' },
    ],
    [
      ['--remove', '--queue', 'mails'],
      { kind: 'remove', queue: 'mails', rule: 'mails', bus: undefined },
    ],
  ])('parses %j', (args, expected) => {
    expect(parseSubscribe(args)).toEqual(expected);
  });

  it('prints its help', () => {
    expect(() => parseSubscribe(['-h'])).toThrow('(outputHelp)');
  });

  it.each([
    [['--pattern', pattern], /^--queue NAME is required/],
    [['--queue', 'mails', '--pattern', '{bad'], /^--pattern \{bad is not valid: it must be a JSON/],
    [['--queue', 'mails', '--pattern', '[]'], /^--pattern \[\] is not valid/],
    [['--queue', 'mails'], /^--pattern is required/],
    [
      ['--pattern', pattern, '--queue', 'mails.fifo'],
      /^--queue mails.fifo is not valid.* standard/,
    ],
    [['--pattern', pattern, '--queue', 'x'.repeat(76)], /^--queue x+ is not valid/],
    [['--pattern', pattern, '--queue', 'x'.repeat(65)], /^--rule x+ is not valid/],
    [['--pattern', pattern, '--queue', 'mails', '--rule', 'a/b'], /^--rule a\/b is not valid/],
    [
      ['--remove', '--queue', 'mails', '--pattern', pattern],
      /^--remove cannot be combined with --pattern/,
    ],
  ])('refuses %j with a sentence', (args, sentence) => {
    expect(() => parseSubscribe(args)).toThrow(sentence);
  });

  it.each([['--queues=mails'], ['mails'], ['--queue']])('refuses %s', (argument) => {
    expect(() => parseSubscribe([argument])).toThrow(/unknown option|too many arguments|missing/);
  });
});
