import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { resolveLoadOptions as checked, command } from './command.ts';

const loadOptions = (args: readonly string[]) =>
  checked(parseOptions(command(), args) as Parameters<typeof checked>[0]);

const nothing = { tickets: undefined, rate: undefined, durationSeconds: undefined };

describe('willcall load', () => {
  it('plays an on-sale on this machine by default, without a latency limit', () => {
    expect(loadOptions([])).toEqual({
      scenario: 'on-sale',
      target: { kind: 'local' },
      shape: nothing,
      limits: { acceptP99: undefined, decisionP99: undefined },
      reportFolder: undefined,
      json: false,
    });
  });

  it('parses every option', () => {
    const args =
      '--scenario replay --target localstack --tickets 60 --rate 40 --duration 30 --report there --accept-p99 500 --decision-p99 2000 --json';
    expect(loadOptions(args.split(' '))).toEqual({
      scenario: 'replay',
      target: { kind: 'localstack' },
      shape: { tickets: 60, rate: 40, durationSeconds: 30 },
      limits: { acceptP99: 500, decisionP99: 2_000 },
      reportFolder: 'there',
      json: true,
    });
  });

  it.each([
    ['--tickets', '0'],
    ['--tickets', '100001'],
    ['--rate', '1001'],
    ['--rate', '1.5'],
    ['--duration', '1e2'],
    ['--accept-p99', ''],
    ['--decision-p99', 'fast'],
  ])('refuses %s %s with a sentence', (name, value) => {
    expect(() => loadOptions([name, value])).toThrow(
      new RegExp(`^${name} ${value} is not valid: it must be a whole number from 1 to \\d+\\.$`),
    );
  });

  it('lists the scenarios for an unknown one', () => {
    expect(() => loadOptions(['--scenario', 'rush'])).toThrow(
      '--scenario rush is not a scenario: use on-sale, quiet-day, replay.',
    );
  });

  it('refuses an invalid show id', () => {
    const args = ['--target', 'https://api.example.com', '--token', 't', '--show', 'a/../b'];
    expect(() => loadOptions(args)).toThrow('--show a/../b is not a show id.');
  });

  it.each([['--ticket=5'], ['5'], ['--tickets']])('refuses %s', (argument) => {
    expect(() => loadOptions([argument])).toThrow(/unknown option|too many arguments|missing/);
  });
});
