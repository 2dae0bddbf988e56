import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { command } from './command.ts';

const parseDemo = (args: readonly string[]) => parseOptions(command(), args);

describe('willcall demo', () => {
  it('sells 100 tickets to 1000 buyers of one ticket by default', () => {
    expect(parseDemo([])).toEqual({
      tickets: 100,
      buyers: 1_000,
      quantity: 1,
      seed: 1,
      timeout: 120,
    });
  });

  it('parses every option', () => {
    const args = '--tickets 60 --buyers 500 --quantity mixed --seed 7 --timeout 30 --paid --json';
    expect(parseDemo(args.split(' '))).toEqual({
      tickets: 60,
      buyers: 500,
      quantity: 'mixed',
      seed: 7,
      timeout: 30,
      paid: true,
      json: true,
    });
  });

  it.each([
    ['--tickets', '0'],
    ['--tickets', '100001'],
    ['--tickets', '1.5'],
    ['--tickets', 'many'],
    ['--tickets', ''],
    ['--buyers', '20001'],
    ['--buyers', '1e3'],
    ['--quantity', '9'],
    ['--quantity', 'mix'],
    ['--seed', '4294967296'],
    ['--timeout', '0'],
  ])('refuses %s %s with a sentence', (name, value) => {
    expect(() => parseDemo([name, value])).toThrow(
      new RegExp(`^${name} ${value} is not valid: it must be a whole number from .+\\.$`),
    );
  });

  it.each([['--ticket=5'], ['5'], ['--tickets']])('refuses %s', (argument) => {
    expect(() => parseDemo([argument])).toThrow(/unknown option|too many arguments|missing/);
  });
});
