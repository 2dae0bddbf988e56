import { functions, tables } from '@willcall/topology';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it, vi } from 'vitest';
import { makeDeployedStage } from '../operations/deployed-stage.fixture.ts';

/** Synthesis takes a quarter of a second, and many times that while other tests run. */
vi.setConfig({ testTimeout: 60_000 });

type Alarm = {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly TreatMissingData?: string;
  readonly Threshold?: number;
  readonly Metrics?: readonly { readonly Expression?: string; readonly Id: string }[];
};

const template = Template.fromStack(makeDeployedStage({ payments: { mode: 'live' } }).operations);
const found = (type: string, of = template): Alarm[] =>
  Object.values(of.findResources(type)).map(({ Properties }) => Properties);
const alarms = found('AWS::CloudWatch::Alarm');
const composites = found('AWS::CloudWatch::CompositeAlarm').map((each) => ({
  ...each,
  AlarmName: (each as unknown as Record<string, string>).AlarmName ?? '',
}));
const names = [...alarms, ...composites].map(({ AlarmName }) => AlarmName);
const named = (id: string): Alarm =>
  alarms.find(({ AlarmName }) => AlarmName === `willcall-prod-${id}`) ??
  expect.fail(`no alarm ${id}`);

describe('the alarms of a stage', () => {
  it('have unique names with the stage, and end with their section of the runbook', () => {
    expect(alarms.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
    for (const { AlarmName, AlarmDescription } of [...alarms, ...composites]) {
      expect(AlarmName).toMatch(/^willcall-prod-[a-z0-9-]+$/);
      expect(AlarmDescription).toMatch(/^[A-Z].+\. infra\/RUNBOOK\.md#[a-z-]+$/);
    }
  });

  it.each([
    ...['queue-age', 'purchases-dead', 'parked-purchases', 'parked-events', 'failed-targets'],
    ...['worker-errors', 'messages-failed', 'conflicts', 'stream-iterator-age', 'records-parked'],
    ...['events-unpublished', 'rule-failures-reprice', 'api-errors', 'accept-latency'],
    ...['provider-unavailable', 'webhook-signatures', 'holds-past-end', 'payments-stopped'],
    ...['refunds-failed', 'reconciliation', 'reconciliation-stopped', 'payments-dead'],
    ...['audit-drift', 'audit-stopped', 'reminders-stopped', 'show-jobs-failed', 'sale-in-trouble'],
    ...Object.keys(tables).map((table) => `throttles-${table}`),
    ...Object.keys(functions).map((id) => `${id}-errors`),
  ])('cover %s', (id) => expect(names).toContain(`willcall-prod-${id}`));

  it('each notify the topic, except the single windows of a burn rate', () => {
    for (const { AlarmName, AlarmActions } of [...alarms, ...composites]) {
      expect(AlarmActions ?? []).toHaveLength(/slo-.*\d+m$/.test(AlarmName) ? 0 : 1);
    }
  });

  it('treat missing data as a failure only for scheduled functions', () => {
    const stopped = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(stopped.map(({ AlarmName }) => AlarmName).toSorted()).toEqual([
      'willcall-prod-audit-stopped',
      'willcall-prod-payments-stopped',
      'willcall-prod-reconciliation-stopped',
      'willcall-prod-reminders-stopped',
    ]);
    const others = alarms.filter((alarm) => !stopped.includes(alarm));
    for (const { TreatMissingData } of others) expect(TreatMissingData).toBe('notBreaching');
  });

  it('use no more metrics than CloudWatch allows for an alarm', () => {
    for (const { Metrics = [] } of alarms) expect(Metrics.length).toBeLessThanOrEqual(10);
  });

  it('count a dead letter that is hidden until its next try', () => {
    const { Metrics = [], Threshold } = named('purchases-dead');
    expect(Threshold).toBe(0);
    expect(JSON.stringify(Metrics)).toContain('ApproximateNumberOfMessagesNotVisible');
  });

  it('ignore a percentile of too few samples', () => {
    expect(named('accept-latency')).toMatchObject({
      ExtendedStatistic: 'p99',
      EvaluateLowSampleCountPercentile: 'ignore',
    });
  });

  it('do not include those of payments in a stage that takes none', () => {
    const without = found(
      'AWS::CloudWatch::Alarm',
      Template.fromStack(makeDeployedStage().operations),
    );
    const left = alarms.filter(
      ({ AlarmName }) => !without.some((alarm) => alarm.AlarmName === AlarmName),
    );
    expect(left.map(({ AlarmName }) => AlarmName.replace('willcall-prod-', '')).toSorted()).toEqual(
      [
        ...['holds-past-end', 'payment-sweep-errors', 'payment-tasks-errors', 'payments-dead'],
        ...['payments-errors', 'payments-stopped', 'provider-unavailable', 'reconcile-errors'],
        ...['reconciliation', 'reconciliation-stopped', 'records-unreadable-payments'],
        ...['refunds-failed', 'throttles-due-payments', 'webhook-signatures'],
      ],
    );
  });

  it('do not include that of the HTTP API in a stage without one', () => {
    const without = Template.fromStack(makeDeployedStage({}, false).operations);
    without.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { AlarmName: 'willcall-prod-api-errors' },
      0,
    );
  });
});

describe('a service level', () => {
  it.each(['accept-availability', 'accept-latency', 'time-to-decision', 'reminder-lateness'])(
    '%s is in alarm when both windows of a pair burn, fast or slow',
    (level) => {
      const rule = JSON.stringify(
        Object.values(
          template.findResources('AWS::CloudWatch::CompositeAlarm', {
            Properties: { AlarmName: `willcall-prod-slo-${level}` },
          }),
        ).map(({ Properties }) => Properties.AlarmRule),
      );
      expect(rule.match(/AND/g)).toHaveLength(2);
      expect(rule.match(/OR/g)).toHaveLength(1);
      expect(
        [60, 5, 360, 30].map((minutes) => named(`slo-${level}-${minutes}m`).Threshold),
      ).toEqual([14.4, 14.4, 6, 6]);
    },
  );

  it('is measured over the whole window', () => {
    for (const minutes of [60, 5, 360, 30]) {
      const { Metrics = [] } = named(`slo-accept-availability-${minutes}m`);
      const periods = JSON.stringify(Metrics).match(/"Period":\d+/g) ?? [];
      expect(new Set(periods)).toEqual(new Set([`"Period":${minutes * 60}`]));
    }
  });

  it('divides by the error budget in its expression', () => {
    const { Metrics = [] } = named('slo-accept-availability-60m');
    const expression = Metrics.find(({ Expression }) => Expression !== undefined)?.Expression;
    expect(expression).toMatch(/^IF\(.* >= 100, .* \/ 0\.001, 0\)$/);
  });
});

describe('the topic of the alarms', () => {
  it('is encrypted with a key that is rotated and that CloudWatch may use', () => {
    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: 'willcall-prod-alarms',
      KmsMasterKeyId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('requires TLS, and accepts messages of this account’s alarms', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it('has the subscriber that the configuration names', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const alarmsOf = { kind: 'alarms', email: 'ops@example.com' } as const;
    Template.fromStack(makeDeployedStage({ alarms: alarmsOf }).operations).hasResourceProperties(
      'AWS::SNS::Subscription',
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    );
  });

  it('is not made if the configuration names one', () => {
    const topicArn = 'arn:aws:sns:eu-central-1:111122223333:pager';
    const given = Template.fromStack(
      makeDeployedStage({ alarms: { kind: 'alarms', topicArn } }).operations,
    );
    given.resourceCountIs('AWS::SNS::Topic', 0);
    given.resourceCountIs('AWS::KMS::Key', 0);
    given.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: [topicArn] });
  });
});

describe('the dashboard', () => {
  const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));

  it.each([
    ...['How is the sale going?', 'PurchasesAccepted', 'Purchases_CONFIRMED', 'TicketsSold'],
    ...['Rejected_SOLD_OUT', 'Rejected_SEAT_TAKEN', 'ApproximateNumberOfMessagesVisible'],
    ...['ApproximateAgeOfOldestMessage', 'TimeToDecision', 'p50', 'p99', 'Conflicts', 'BatchFill'],
    ...['Purchases_HELD', 'PaymentsSettled', 'HoldsReleased', 'PaymentTasksLag', 'RefundsMade'],
    ...['Purchases accepted without a server error: 99.9 % over 30 days', 'alarms'],
  ])('shows %s', (what) => expect(body).toContain(what));

  it('shows nothing of payments in a stage that takes none', () => {
    const without = Template.fromStack(makeDeployedStage().operations);
    const dashboards = JSON.stringify(without.findResources('AWS::CloudWatch::Dashboard'));
    expect(dashboards).toContain('PurchasesAccepted');
    expect(dashboards).not.toMatch(/payment|Refunds|Holds/);
  });

  it('is named after the stage', () => {
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: 'willcall-prod-sale',
    });
  });
});

it('a stage without alarms has only its log queries, which are free', () => {
  const bare = makeDeployedStage({ alarms: { kind: 'none' }, deployment: 'all-at-once' });
  const types = Object.values(Template.fromStack(bare.operations).toJSON().Resources as object).map(
    ({ Type }) => Type,
  );
  expect(new Set(types)).toEqual(new Set(['AWS::Logs::QueryDefinition']));
  Template.fromStack(bare.compute).resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
});

it('a log query finds a request by its correlation id', () => {
  template.hasResourceProperties('AWS::Logs::QueryDefinition', {
    Name: 'willcall-prod-one-request',
    QueryString: Match.stringLikeRegexp('filter correlationId = '),
    LogGroupNames: Match.anyValue(),
  });
});
