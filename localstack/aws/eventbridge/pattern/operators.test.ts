import { describe, expect, it } from 'vitest';
import { type Case, inDetail, matching } from './matching.fixture.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
describe('comparison operators', () => {
  it.each<Case>([
    [{ time: [{ prefix: '2017-10-02' }] }, { time: '2017-10-02T18:43:48Z' }],
    [{ Region: [{ prefix: 'us-' }] }, { Region: 'us-east-1' }],
    [{ Region: [{ prefix: '' }] }, { Region: 'us-east-1' }],
    ...inDetail('service')(
      [{ prefix: { 'equals-ignore-case': 'EventB' } }, 'EventBridge'],
      [{ prefix: { 'equals-ignore-case': 'EventB' } }, 'EVENTBridge'],
      [{ suffix: { 'equals-ignore-case': 'tBridge' } }, 'EVENTBRIDGE'],
    ),
    ...inDetail('FileName')(
      [{ suffix: '.png' }, 'image.png'],
      [{ suffix: { 'equals-ignore-case': '.png' } }, 'image.PNG'],
    ),
    [{ 'detail-type': [{ 'equals-ignore-case': 'ALICE' }] }, { 'detail-type': 'Alice' }],
  ])('prefix, suffix and case: %j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [{ time: [{ prefix: '2017-10-02' }] }, { time: '2017-10-03T18:43:48Z' }],
    [{ Region: [{ prefix: 'us-' }] }, { Region: 'US-EAST-1' }],
    ...inDetail('service')(
      [{ prefix: { 'equals-ignore-case': 'EventB' } }, 'AnEventBridge'],
      [{ prefix: '1' }, 12],
      [{ suffix: '' }, null],
      [{ 'equals-ignore-case': '' }, 'x'],
      [{ 'equals-ignore-case': 'null' }, null],
    ),
    ...inDetail('FileName')(
      [{ suffix: '.png' }, 'image.PNG'],
      [{ suffix: { 'equals-ignore-case': '.png' } }, 'image.jpg'],
    ),
  ])('prefix, suffix and case: %j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });

  const state = inDetail('state');
  const limit = inDetail('x-limit');
  const path = inDetail('FilePath');

  it.each<Case>([
    ...state(
      [{ 'anything-but': 'initializing' }, 'running'],
      [{ 'anything-but': ['stopped', 'overloaded'] }, 'running'],
      [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }, 'running'],
      [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }, 'running'],
      [{ 'anything-but': { prefix: 'init' } }, 'post-init'],
      [{ 'anything-but': { prefix: ['init', 'error'] } }, 'running'],
      [{ 'anything-but': { suffix: ['1234', '6789'] } }, 'i-12345'],
      [{ 'anything-but': 'initializing' }, null],
      [{ 'anything-but': { prefix: 'init' } }, 12],
      [{ 'anything-but': 'initializing' }, ['initializing', 'running']],
    ),
    ...limit(
      [{ 'anything-but': 123 }, 124],
      [{ 'anything-but': 0 }, 789],
      [{ 'anything-but': [100, 200, 300] }, 150],
      [{ 'anything-but': 123 }, '123'],
    ),
    ...path(
      [{ 'anything-but': { suffix: '.txt' } }, 'file.txt.bak'],
      [{ 'anything-but': { wildcard: '*/lib/*' } }, 'dir/bin/file'],
      [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }, 'dir/src/file'],
      [{ 'anything-but': { wildcard: '' } }, 'dir/src/file'],
    ),
  ])('anything-but: %j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    ...state(
      [{ 'anything-but': 'initializing' }, 'initializing'],
      [{ 'anything-but': ['stopped', 'overloaded'] }, 'overloaded'],
      [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }, 'INITIALIZING'],
      [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }, 'Stopped'],
      [{ 'anything-but': { prefix: 'init' } }, 'initializing'],
      [{ 'anything-but': { prefix: ['init', 'error'] } }, 'errors'],
      [{ 'anything-but': { suffix: ['1234', '6789'] } }, 'i-6789'],
      [{ 'anything-but': 'initializing' }, ['initializing']],
    ),
    ...limit([{ 'anything-but': 123 }, 123], [{ 'anything-but': [100, 200, 300] }, 200]),
    ...path(
      [{ 'anything-but': { suffix: '.txt' } }, 'file.txt'],
      [{ 'anything-but': { wildcard: '*/lib/*' } }, 'dir/lib/file'],
      [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }, 'dir/bin/file'],
    ),
    [{ detail: { state: [{ 'anything-but': 'initializing' }] } }, { detail: {} }],
    [{ detail: { state: [{ 'anything-but': { prefix: 'x' } }] } }, { detail: {} }],
  ])('anything-but: %j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });

  const count = inDetail('c-count');
  const together = {
    detail: {
      'c-count': [{ numeric: ['>', 0, '<=', 5] }],
      'd-count': [{ numeric: ['<', 10] }],
      'x-limit': [{ numeric: ['=', 3.018e2] }],
    },
  };

  it.each<Case>([
    [together, { detail: { 'c-count': 5, 'd-count': 9, 'x-limit': 301.8 } }],
    ...count(
      [{ numeric: ['=', 100] }, 100],
      [{ numeric: ['>', 10, '<=', 20] }, 20],
      [{ numeric: ['>=', 10, '<', 20] }, 10],
      [{ numeric: ['>', -5_000_000_000] }, 0],
      [{ numeric: ['<=', 0.000001] }, 0.000001],
    ),
  ])('numeric: %j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [together, { detail: { 'c-count': 0, 'd-count': 9, 'x-limit': 301.8 } }],
    [together, { detail: { 'c-count': 5, 'd-count': 10, 'x-limit': 301.8 } }],
    [together, { detail: { 'c-count': 5, 'd-count': 9, 'x-limit': 301 } }],
    ...count(
      [{ numeric: ['>', 10, '<=', 20] }, 10],
      [{ numeric: ['>=', 10, '<', 20] }, 20],
      [{ numeric: ['=', 100] }, '100'],
      [{ numeric: ['>', 100] }, null],
      [{ numeric: ['>', 100] }, 5_000_000_001],
    ),
  ])('numeric: %j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });

  const address = inDetail('sourceIPAddress');

  it.each<Case>(
    address(
      [{ cidr: '10.0.0.0/24' }, '10.0.0.0'],
      [{ cidr: '10.0.0.0/24' }, '10.0.0.255'],
      [{ cidr: '2001:db8:1234:1a00::/64' }, '2001:0db8:1234:1a00:0000:0000:0000:0001'],
      [{ cidr: '0.0.0.0/0' }, '192.0.2.1'],
    ),
  )('cidr: %j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>(
    address(
      [{ cidr: '10.0.0.0/24' }, '10.0.1.0'],
      [{ cidr: '10.0.0.0/24' }, '10.0.0.256'],
      [{ cidr: '10.0.0.0/24' }, '::ffff:10.0.0.1'],
      [{ cidr: '10.0.0.0/24' }, 123],
      [{ cidr: '2001:db8:1234:1a00::/64' }, '2001:db8:123f:1a01::'],
    ),
  )('cidr: %j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });

  const ec2 = {
    'detail-type': ['EC2 Instance State-change Notification'],
    resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-02ebd4584a2ebd341'],
  };
  const absent = { detail: { 'c-count': [{ exists: false }] } };
  const present = { detail: { state: [{ exists: true }] } };

  it.each<Case>([
    [present, { ...ec2, detail: { state: 'pending' } }],
    [present, { ...ec2, detail: { state: null } }],
    [absent, { ...ec2, detail: { state: ['initializing', 'running'] } }],
    [absent, { ...ec2, detail: { state: 'running', 'c-count': { c1: 100 } } }],
    [absent, ec2],
    [{ resources: [{ exists: false }] }, { resources: [] }],
    [{ detail: { 'c-count': [5, { exists: false }] } }, { detail: { 'c-count': 5 } }],
    [{ detail: { 'c-count': [5, { exists: false }] } }, { detail: {} }],
  ])('exists, for leaf nodes: %j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [present, { ...ec2, detail: { 'c-count': { c1: 100 } } }],
    [present, { ...ec2, detail: { state: { name: 'pending' } } }],
    [absent, { detail: { 'c-count': null } }],
    [{ resources: [{ exists: true }] }, { resources: [] }],
    [{ detail: { 'c-count': [5, { exists: false }] } }, { detail: { 'c-count': 6 } }],
    [{ list: { id: [{ exists: false }] } }, { list: [{ id: 1 }, {}] }],
  ])('exists, for leaf nodes: %j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });

  const arn = inDetail('EventBusArn');

  it.each<Case>([
    ...arn(
      [
        { wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' },
        'arn:aws:events:us-east-1:123456789012:event-bus/myEventBus',
      ],
      [{ wildcard: 'dir/*.png' }, 'dir/.png'],
      [{ wildcard: '/Users/*/dir/dir/doc.txt' }, '/Users/a/dir/dir/dir/doc.txt'],
      [{ wildcard: '*' }, ''],
      [{ wildcard: '' }, ''],
      [{ wildcard: 'a\\*b' }, 'a*b'],
      [{ wildcard: 'C:\\\\*' }, 'C:\\temp'],
      [{ wildcard: 'a*a' }, 'aa'],
    ),
  ])('wildcard: %j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    ...arn(
      [
        { wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' },
        'arn:aws:events:us-east-2:123456789012:event-bus/myEventBus',
      ],
      [{ wildcard: 'dir/*.png' }, 'dir/image.PNG'],
      [{ wildcard: '/Users/*/dir/dir/doc.txt' }, '/Users/a/dir/other/doc.txt'],
      [{ wildcard: '' }, 'x'],
      [{ wildcard: 'a\\*b' }, 'axb'],
      [{ wildcard: 'a*a' }, 'a'],
      [{ wildcard: '*b*' }, 5],
      [{ wildcard: 'a.c*' }, 'abcd'],
    ),
  ])('wildcard: %j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });

  const complex = {
    time: [{ prefix: '2017-10-02' }],
    detail: {
      state: [{ 'anything-but': 'initializing' }],
      'c-count': [{ numeric: ['>', 0, '<=', 5] }],
      'd-count': [{ numeric: ['<', 10] }],
      'x-limit': [{ 'anything-but': [100, 200, 300] }],
    },
  };

  it.each<readonly [limit: number, expected: boolean]>([
    [301, true],
    [300, false],
  ])('for x-limit %j, the complex example of AWS returns %j', (value, expected) => {
    const detail = { state: 'running', 'c-count': 5, 'd-count': 3, 'x-limit': value };
    expect(matching([complex, { time: '2017-10-02T16:24:49Z', detail }])).toBe(expected);
  });
});
