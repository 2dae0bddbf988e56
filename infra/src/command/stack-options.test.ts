import { expect, it } from 'vitest';
import { stackOptions } from './stack-options.ts';

it.each([
  [[], { stage: 'dev', region: undefined }],
  [['--stage', 'prod', '--region', 'eu-west-1'], { stage: 'prod', region: 'eu-west-1' }],
  [['--help'], 'help'],
])('%j asks for %j', (args, options) => {
  expect(stackOptions(args)).toEqual(options);
});

it.each([
  [['--stage', 'production'], /^There is no stage production: /],
  [['--region', 'Frankfurt'], /is no AWS region/],
  [['-c', 'stage=prod'], /Unknown option/],
])('%j is refused in a sentence', (args, sentence) => {
  expect(() => stackOptions(args)).toThrow(sentence);
});
