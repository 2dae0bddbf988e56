import { describe, expect, it } from 'vitest';
import { subscribeOptions } from './options.ts';

const pattern = '{"detail-type":["ReminderDue"]}';

describe('npm run subscribe', () => {
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
    [['-h'], 'help'],
  ])('understands %j', (args, expected) => {
    expect(subscribeOptions(args)).toEqual(expected);
  });

  it.each([
    [['--pattern', pattern], /^A --queue is needed/],
    [['--queue', 'mails'], /^A --pattern is needed/],
    [['--pattern', pattern, '--queue', 'mails.fifo'], /^--queue mails.fifo cannot .* standard/],
    [['--pattern', pattern, '--queue', 'x'.repeat(76)], /^--queue x+ cannot be used/],
    [['--pattern', pattern, '--queue', 'x'.repeat(65)], /^--rule x+ cannot be used/],
    [['--pattern', pattern, '--queue', 'mails', '--rule', 'a/b'], /^--rule a\/b cannot be used/],
    [['--remove', '--queue', 'mails', '--pattern', pattern], /^--remove takes no --pattern/],
  ])('refuses %j in a sentence', (args, sentence) => {
    expect(() => subscribeOptions(args)).toThrow(sentence);
  });

  it.each([['--queues=mails'], ['mails'], ['--queue']])('refuses %s', (argument) => {
    expect(() => subscribeOptions([argument])).toThrow(TypeError);
  });
});
