import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { choiceOption, jsonOption, numberOption, requireOptions, showOption } from './options.ts';
import { parseOptions } from './testing.ts';

const command = (): Command =>
  new Command()
    .addOption(numberOption('--tickets <n>', 'how many', { least: 1, most: 8, orWord: 'mixed' }))
    .addOption(choiceOption('--format <format>', 'how', ['csv', 'jsonl']).default('csv'))
    .addOption(showOption())
    .addOption(jsonOption());

describe('options', () => {
  it.each([
    [[], { format: 'csv' }],
    [['--tickets', '8', '--json'], { tickets: 8, format: 'csv', json: true }],
    [['--tickets', 'mixed'], { tickets: 'mixed', format: 'csv' }],
    [['--format=jsonl', '--show', '-hamlet'], { format: 'jsonl', show: '-hamlet' }],
  ])('%j are parsed as %j', (args, options) => {
    expect(parseOptions(command(), args)).toEqual(options);
  });

  it.each(['0', '9', '1.5', '1e0', '-1', '', ' 1', 'many'])('--tickets "%s" is refused', (text) => {
    expect(() => parseOptions(command(), ['--tickets', text])).toThrow(
      `--tickets ${text} is not valid: it must be a whole number from 1 to 8, or mixed.`,
    );
  });

  it.each([
    [['--format', 'xml'], '--format xml is not valid: it must be csv or jsonl.'],
    [['--show', 'a/../b'], '--show a/../b is not a show id.'],
  ])('%j are invalid usage', (args, sentence) => {
    expect(() => parseOptions(command(), args)).toThrow(new UsageError(sentence));
  });

  it('that are required are reported after a misspelt one', () => {
    const strict = () => command().hook('preAction', requireOptions({ show: 'Name a show.' }));
    expect(() => parseOptions(strict(), [])).toThrow(new UsageError('Name a show.'));
    expect(() => parseOptions(strict(), ['--shwo', 'hamlet'])).toThrow('Did you mean --show?');
    expect(parseOptions(strict(), ['--show', 'hamlet'])).toMatchObject({ show: 'hamlet' });
  });
});
