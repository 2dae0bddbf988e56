import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { command as diff } from './diff.ts';
import { command as synth } from './synth.ts';

describe.each([
  ['synth', synth],
  ['diff', diff],
])('willcall %s', (_, command) => {
  it.each([
    [[], { stage: 'dev', region: undefined }],
    [['--stage', 'prod', '--region', 'eu-west-1'], { stage: 'prod', region: 'eu-west-1' }],
  ])('%j is parsed as %j', (args, options) => {
    expect(parseOptions(command(), args)).toEqual(options);
  });

  it.each([
    [['--help'], /outputHelp/],
    [['--stage', 'production'], /^--stage production is not a stage: /],
    [['--region', 'Frankfurt'], /is not an AWS region/],
    [['-c', 'stage=prod'], /unknown option/],
  ])('%j fails with %s', (args, sentence) => {
    expect(() => parseOptions(command(), args)).toThrow(sentence);
  });
});
