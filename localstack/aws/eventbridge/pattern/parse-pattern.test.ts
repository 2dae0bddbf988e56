import { describe, expect, it } from 'vitest';
import type { Json } from '../../json.ts';
import { InvalidPatternError } from './event-pattern.ts';
import { parsePattern } from './parse-pattern.ts';

const makeBranches = (count: number, name: string): Json =>
  Array.from({ length: count }, (_, index) => ({ [`${name}${index}`]: [1] }));

/**
 * Nearly all reasons are those of AWS. They are recorded in LocalStack's
 * `test_events_patterns.snapshot.json`, or written in https://github.com/aws/event-ruler, which
 * EventBridge runs. A few reasons that mislead there are clearer here.
 */
describe('parsePattern', () => {
  it.each<[reason: string, pattern: Json]>([
    ['Filter is not an object', ['not', 'a', 'dict']],
    ['Filter is not an object', null],
    ['Empty objects are not allowed', {}],
    ['Empty objects are not allowed', { source: ['a'], detail: {} }],
    ['Empty arrays are not allowed', { resources: [] }],
    ['"source" must be an object or an array', { source: 'a' }],
    ['"int" must be an object or an array', { detail: { int: 42 } }],
    ['Match value must be String, number, true, false, or null', { a: [['b']] }],
    ['Match expression name not found', { a: [{}] }],
    ['Only one key allowed in match expression', { a: [{ prefix: 'a', suffix: 'b' }] }],
    ['Unrecognized match type EXISTS', { a: [{ EXISTS: true }] }],
    ['exists match pattern must be either true or false.', { a: [{ exists: 'yes' }] }],
    ['prefix match pattern must be a string', { a: [{ prefix: 123 }] }],
    ['prefix match pattern must be a string', { a: [{ prefix: ['a'] }] }],
    ['suffix match pattern must be a string', { a: [{ suffix: 123 }] }],
    ['Unsupported prefix pattern: wildcard', { a: [{ prefix: { wildcard: 'a' } }] }],
    [
      'equals-ignore-case match pattern must be a string',
      { a: [{ suffix: { 'equals-ignore-case': 1 } }] },
    ],
    ['equals-ignore-case match pattern must be a string', { a: [{ 'equals-ignore-case': ['a'] }] }],
    ['wildcard match pattern must be a string', { a: [{ wildcard: 123 }] }],
    [
      'Consecutive wildcard characters at pos 26',
      { a: [{ wildcard: 'arn:aws:events:us-east-1:**:event-bus/*' }] },
    ],
    ['Invalid escape character at pos 2', { a: [{ wildcard: 'a\\b' }] }],
    ["Malformed CIDR, one '/' required", { a: [{ cidr: 'bad-filter' }] }],
    ['Malformed CIDR, mask bits must be an integer', { a: [{ cidr: 'bad-/64filter' }] }],
    ['Nonstandard IP address: xx.11.xx', { a: [{ cidr: 'xx.11.xx/8' }] }],
    ['IPv4 mask bits must be < 32', { a: [{ cidr: '10.0.0.0/32' }] }],
    ['cidr match pattern must be a string', { a: [{ cidr: ['10.0.0.0/8'] }] }],
    ['Value of numeric must be an array.', { a: [{ numeric: 10 }] }],
    ['Unrecognized numeric range operator: !=', { a: [{ numeric: ['!=', 10] }] }],
    ['Value of < must be numeric', { a: [{ numeric: ['>', 0, '<'] }] }],
    ['Value of = must be numeric', { a: [{ numeric: ['=', '5'] }] }],
    ['Bad numeric range operator: >', { a: [{ numeric: ['>', 0, '>', 0] }] }],
    ['Too many elements in numeric expression', { a: [{ numeric: ['<', 0, '>', 0] }] }],
    ['Bottom must be less than top', { a: [{ numeric: ['>', 5, '<', 5] }] }],
    ['Value must be between -5000000000 and 5000000000', { a: [{ numeric: ['<', 5e9 + 1] }] }],
    [
      'Value of anything-but must be an array or single string/number value.',
      { a: [{ 'anything-but': null }] },
    ],
    [
      'Inside anything but list, start|null|boolean is not supported.',
      { a: [{ 'anything-but': ['stopped', null] }] },
    ],
    ['mixed type is not supported', { a: [{ 'anything-but': ['stopped', 1] }] }],
    ['mixed type is not supported', { a: [{ 'anything-but': [] }] }],
    ['Unsupported anything-but pattern: cidr', { a: [{ 'anything-but': { cidr: '::/0' } }] }],
    ['Null prefix/suffix not allowed', { a: [{ 'anything-but': { prefix: '' } }] }],
    ['match pattern must be a string', { a: [{ 'anything-but': { suffix: [123, '.txt'] } }] }],
    [
      'match pattern must be a string',
      { a: [{ 'anything-but': { prefix: { 'equals-ignore-case': 'file' } } }] },
    ],
    ['It must be an Array followed with $or.', { $or: { a: [1] } }],
    ['There must have at least 2 Objects in $or relationship.', { $or: [{ a: [1] }] }],
    ['Only JSON object is allowed in array of $or relationship.', { $or: [{ a: [1] }, 'b'] }],
    ['prefix is reserved', { $or: [{ prefix: ['a'] }, { b: [1] }] }],
    [
      '$or makes over 1000 rule combinations.',
      { $or: makeBranches(26, 'a'), detail: { $or: makeBranches(39, 'b') } },
    ],
    ['Path `a.b` cannot be allowed multiple times', { a: { b: [1] }, 'a.b': [2] }],
  ])('throws "%s" for %j', (reason, pattern) => {
    const parse = () => parsePattern(JSON.stringify(pattern));
    expect(parse).toThrow(InvalidPatternError);
    expect(parse).toThrow(reason);
  });

  it.each(['this is no JSON', "{'bad': 'quotation'}", '{"not": closed mark"'])(
    'throws for text that is not JSON: %s',
    (text) => {
      expect(() => parsePattern(text)).toThrow('The pattern is not valid JSON');
    },
  );

  it('accepts as many combinations as AWS', () => {
    const pattern = { $or: makeBranches(25, 'a'), detail: { $or: makeBranches(40, 'b') } };
    expect(parsePattern(JSON.stringify(pattern)).alternatives).toHaveLength(1_000);
  });
});
