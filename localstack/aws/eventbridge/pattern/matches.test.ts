import { describe, expect, it } from 'vitest';
import { type Case, matching } from './matching.fixture.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html, eb-event-patterns.html */
describe('an event pattern', () => {
  const terminated = {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    account: '111122223333',
    time: '2017-12-22T18:43:48Z',
    region: 'us-west-1',
    resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
    detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
  };
  const pattern = {
    source: ['aws.ec2'],
    'detail-type': ['EC2 Instance State-change Notification'],
    detail: { state: ['terminated'] },
  };
  const { detail: _, ...withoutDetail } = terminated;

  it.each<Case>([
    [pattern, terminated],
    [{ source: ['aws.ec2', 'aws.fargate'] }, terminated],
    [{ source: ['aws.ec2', 'aws.fargate'] }, { source: 'aws.fargate' }],
  ])('matches an event that has all its fields: %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [pattern, { ...terminated, detail: { state: 'running' } }],
    [pattern, { ...terminated, source: 'AWS.EC2' }],
    [pattern, { ...withoutDetail, state: 'terminated' }],
    [pattern, withoutDetail],
    [{ Source: ['aws.ec2'] }, terminated],
  ])('does not match another value, case or nesting, or a missing field: %j', (...example) => {
    expect(matching(example)).toBe(false);
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-filtering-data-types.html */
describe('a value in a pattern', () => {
  const launch = {
    source: 'aws.autoscaling',
    'detail-type': 'EC2 Instance Launch Successful',
    resources: [],
    detail: { eventVersion: '', responseElements: null },
  };
  const finding = {
    source: 'aws.macie',
    'detail-type': 'Macie Finding',
    detail: { severity: { score: 1, description: 'Low' }, count: 2, archived: false },
  };

  it.each<Case>([
    [{ detail: { responseElements: [null] } }, launch],
    [{ detail: { eventVersion: [''] } }, launch],
    [{ source: ['aws.macie'], detail: { severity: { score: [1] }, count: [2] } }, finding],
    [{ detail: { archived: [false] } }, finding],
    [{ detail: { count: [2.0] } }, finding],
  ])('can have any JSON type: %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [{ detail: { eventVersion: [null] } }, launch],
    [{ detail: { responseElements: [''] } }, launch],
    [{ detail: { responseElements: ['null'] } }, launch],
    [{ resources: [null] }, launch],
    [{ detail: { severity: { score: [1] }, count: [3] } }, finding],
    [{ detail: { count: ['2'] } }, finding],
    [{ detail: { archived: [true] } }, finding],
    [{ detail: { severity: [1] } }, finding],
  ])('does not match a value of another type: %j', (...example) => {
    expect(matching(example)).toBe(false);
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html */
describe('an array in an event', () => {
  const pattern = {
    resources: [
      'arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f',
      'arn:aws:ec2:us-east-1:111122223333:instance/i-b188560f',
      'arn:aws:ec2:us-east-1:444455556666:instance/i-b188560f',
    ],
  };
  const scaling =
    'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:eb56d16b:autoScalingGroupName/ASGTerminate';
  /** https://github.com/aws/event-ruler#json-array-matching */
  const employees = {
    employees: [
      [
        { firstName: 'John', lastName: 'Doe' },
        { firstName: 'Anna', lastName: 'Smith' },
      ],
      [{ firstName: 'Peter', lastName: 'Jones' }],
    ],
  };

  it.each<Case>([
    [pattern, { resources: [scaling, 'arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f'] }],
    [{ employees: { firstName: ['Anna'] } }, employees],
    [{ employees: { firstName: ['Anna'], lastName: ['Smith'] } }, employees],
  ])('matches when one element, or one object in it, matches: %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [pattern, { resources: [scaling] }],
    [pattern, { resources: [] }],
    [{ employees: { firstName: ['Anna'], lastName: ['Jones'] } }, employees],
    [{ employees: { firstName: ['Anna'], lastName: ['Doe'] } }, employees],
  ])('does not match by fields of different elements: %j', (...example) => {
    expect(matching(example)).toBe(false);
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, https://github.com/aws/event-ruler#the-or-primitive */
describe('$or', () => {
  const location = { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] };
  const counts = {
    detail: {
      $or: [
        { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] },
        { 'd-count': [{ numeric: ['<', 10] }] },
        { 'x-limit': [{ numeric: ['=', 3.018e2] }] },
      ],
    },
  };
  const nested = {
    source: ['aws.cloudwatch'],
    $or: [
      { metricName: ['CPUUtilization', 'ReadLatency'] },
      {
        metricType: ['MetricType'],
        namespace: ['AWS/EC2', 'AWS/ES'],
        $or: [{ metricId: [1234] }, { spaceId: [1000] }],
      },
      { scope: ['Service'] },
    ],
  };
  const parallel = {
    $or: [{ metricName: ['CPUUtilization'] }, { namespace: ['AWS/EC2'] }],
    detail: { $or: [{ source: ['aws.cloudwatch'] }, { 'detail-type': ['Alarm'] }] },
  };
  const source = 'aws.cloudwatch';

  it.each<Case>([
    [location, { Location: 'New York', Day: 'Sunday' }],
    [location, { Location: 'Boston', Day: 'Monday' }],
    [counts, { detail: { 'c-count': 0, 'd-count': 0, 'x-limit': 9.018e2 } }],
    [nested, { source, metricName: 'ReadLatency' }],
    [nested, { source, metricType: 'MetricType', namespace: 'AWS/ES', spaceId: 1000 }],
    [nested, { source, scope: 'Service' }],
    [parallel, { namespace: 'AWS/EC2', detail: { 'detail-type': 'Alarm' } }],
  ])('%j matches %j', (...example) => {
    expect(matching(example)).toBe(true);
  });

  it.each<Case>([
    [location, { Location: 'Boston', Day: 'Sunday' }],
    [counts, { detail: { 'c-count': 0, 'd-count': 10, 'x-limit': 9.018e2 } }],
    [nested, { source: 'aws.ec2', scope: 'Service' }],
    [nested, { source, metricType: 'MetricType', namespace: 'AWS/ES', spaceId: 1 }],
    [parallel, { namespace: 'AWS/EC2', detail: { 'detail-type': 'Other' } }],
    [parallel, { namespace: 'AWS/ES', detail: { 'detail-type': 'Alarm' } }],
  ])('%j does not match %j', (...example) => {
    expect(matching(example)).toBe(false);
  });
});
