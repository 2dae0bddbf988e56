import { parseOptions } from '@willcall/cli/testing';
import { eventTypes } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { resolveEventsOptions as checked, command } from './command.ts';

const parseEvents = (args: readonly string[]) =>
  checked(parseOptions(command(), args) as Parameters<typeof checked>[0]);

const everything = {
  kind: 'follow',
  types: [],
  json: false,
  count: undefined,
  bus: undefined,
};

describe('willcall events', () => {
  it.each([
    ['', everything],
    ['--json', { ...everything, json: true }],
    [
      '--type ReminderDue --type PurchaseConfirmed --count 3 --bus willcall-prod',
      {
        ...everything,
        types: ['ReminderDue', 'PurchaseConfirmed'],
        count: 3,
        bus: 'willcall-prod',
      },
    ],
    ['--replay --json', { kind: 'replay', json: true }],
  ])('parses %s', (line, expected) => {
    expect(parseEvents(line.split(' ').filter(Boolean))).toEqual(expected);
  });

  it('prints its help', () => {
    expect(() => parseEvents(['--help'])).toThrow('(outputHelp)');
  });

  it.each(['PurchaseConfirmd', 'purchaseconfirmed', 'toString', ''])(
    'refuses the type %s and lists the known types',
    (type) => {
      expect(() => parseEvents(['--type', type])).toThrow(
        `--type ${type} is not an event type: use ${Object.keys(eventTypes).join(', ')}.`,
      );
    },
  );

  it.each(['0', '-1', '1.5', 'many', '1e3', ''])('refuses the count "%s"', (count) => {
    expect(() => parseEvents([`--count=${count}`])).toThrow(/must be a whole number/);
  });

  it.each([['--type=ReminderDue'], ['--count=1'], ['--bus=x']])(
    'refuses %s together with --replay',
    (option) => {
      expect(() => parseEvents(['--replay', option])).toThrow(/can only be combined with --json/);
    },
  );

  it.each([['--typ=ReminderDue'], ['ReminderDue'], ['--type']])('refuses %s', (argument) => {
    expect(() => parseEvents([argument])).toThrow(/unknown option|too many arguments|missing/);
  });
});
