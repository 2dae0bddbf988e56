import { describe, expect, it } from 'vitest';
import { type Case, matching } from './matching.fixture.ts';

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
