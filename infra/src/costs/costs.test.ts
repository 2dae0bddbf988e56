import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../repository.ts';
import { formatCostTable, makeCostReport } from './cost-table.ts';
import { computeFixedPrices } from './fixed-prices.ts';
import { computePaymentUsage } from './payment-usage.ts';
import { synthesizePricedStages } from './priced-stages.ts';
import { prices, priceUsage, sumDollars } from './prices.ts';
import { computeIdleUsage, computePurchaseUsage, computeVisitUsage } from './usage.ts';

const stack = (
  resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>,
) => [{ stack: 'Stack', resources }];

describe('a million purchases', () => {
  const of = (pace: 'rush' | 'quiet', hasDistribution = false) =>
    computePurchaseUsage({ purchases: 1_000_000, pace, hasDistribution });

  it('use 2.4 write units each for the decision, 2 for the reminder and 0.02 to be counted in a rush', () => {
    expect(of('rush')).toMatchObject({
      httpRequests: 3_000_000,
      queueCalls: 1_200_000,
      writeUnits: 4_420_000,
      readUnits: 1_200_000,
      events: 2_000_000,
      // 1 accept, 2 polls, a tenth of a batch, a tenth of two stream batches, and a fiftieth of a tally.
      invocations: 3_320_000,
    });
  });

  it('use 6, 2 and 1 write units each, and one batch each, if they come one by one', () => {
    expect(of('quiet')).toMatchObject({ queueCalls: 3_000_000, writeUnits: 9_000_000 });
  });

  it('use memory for as long as each function runs', () => {
    // 512 MB: 1M × 30 ms, 2M × 20 ms, 0.2M × 100 ms, 0.02M × 50 ms; 1 GB: 0.1M × 100 ms.
    expect(of('rush').gigabyteSeconds).toBeCloseTo(15_000 + 20_000 + 10_000 + 500 + 10_000, 6);
  });

  it('pass CloudFront and WAF only in a stage that has them', () => {
    expect(of('rush')).not.toHaveProperty('firewallRequests');
    expect(of('rush', true)).toMatchObject({ frontRequests: 3e6, firewallRequests: 3e6 });
  });
});

describe('payment adds to a million purchases', () => {
  const of = (pace: 'rush' | 'quiet', hasDistribution = false) =>
    computePaymentUsage({ purchases: 1_000_000, pace, hasDistribution });

  it('its requests, its messages, and the units to hold, to settle and to look at it in time', () => {
    expect(of('rush')).toMatchObject({
      // To pay, to hear of it, and two polls.
      httpRequests: 4_000_000,
      // The webhook's message, and two calls for a batch of ten.
      queueCalls: 1_200_000,
      // 2 for the ledger, 4.4 to settle, 2 to start, 2 for the end of the hold, 1 for a call, 0.04 to be counted.
      writeUnits: 11_440_000,
      readUnits: 4_500_000,
      events: 1_000_000,
    });
    expect(of('quiet')).toMatchObject({ queueCalls: 3_000_000, writeUnits: 17_000_000 });
  });

  it('and passes CloudFront and WAF only in a stage that has them', () => {
    expect(of('rush')).not.toHaveProperty('firewallRequests');
    expect(of('rush', true)).toMatchObject({ frontRequests: 4e6, firewallRequests: 4e6 });
  });
});

it('a million visits to the page are five files each, of which CloudFront keeps three', () => {
  expect(computeVisitUsage(1_000_000)).toEqual({
    frontRequests: 5_000_000,
    viewerFunctions: 5_000_000,
    sentGigabytes: 61.44,
    objectReads: 2_000_000,
  });
  expect(computeVisitUsage(1_000_000, { hasFirewall: true })).toMatchObject({
    firewallRequests: 5_000_000,
  });
});

describe('dollars', () => {
  it('are the units times the price of one unit', () => {
    const dollars = priceUsage({ writeUnits: 4_200_000, httpRequests: 3_000_000 });
    expect(dollars.writeUnits).toBeCloseTo(2.625, 9);
    expect(dollars.httpRequests).toBeCloseTo(3, 9);
    expect(sumDollars(dollars)).toBeCloseTo(5.625, 9);
  });

  it('have a source on AWS for each price', () => {
    for (const { source, dollars } of Object.values(prices)) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing\//);
      expect(dollars).toBeGreaterThan(0);
    }
  });
});

it('an idle month consists of the schedules and the polls of empty queues', () => {
  const clock = [
    { name: 'often', everyMinutes: 1, function: 'sweep' },
    { name: 'seldom', everyMinutes: 15, function: 'sweep' },
  ] as const;
  const queue = {
    queue: 'purchases',
    function: 'worker',
    batchSize: 10,
    maximumConcurrency: 2,
  } as const;
  const minutes = 730 * 60;
  const usage = computeIdleUsage({}, clock, [queue]);
  expect(usage).toMatchObject({ invocations: minutes + minutes / 15, queueCalls: 15 * minutes });
  // 1,024 MB for 50 ms each.
  expect(usage.gigabyteSeconds).toBeCloseTo((minutes + minutes / 15) * 0.05, 6);
});

it('an idle month of a stage with payments has the turns and the queue of payments too', () => {
  const of = (configuration: Parameters<typeof computeIdleUsage>[0]) => {
    const { invocations = 0, queueCalls = 0, metricMonths = 0 } = computeIdleUsage(configuration);
    return { invocations, queueCalls, metricMonths };
  };
  const [without, paid] = [of({}), of({ payments: { mode: 'live' } })];
  const minutes = 730 * 60;
  expect(paid.invocations - without.invocations).toBeCloseTo(minutes + minutes / 60, 6);
  expect(paid.queueCalls - without.queueCalls).toBe(15 * minutes);
  expect(paid.metricMonths - without.metricMonths).toBe(4);
});

describe('the fixed price of a stage', () => {
  const metric = { MetricStat: {} };

  it('is the sum over its resources', () => {
    const templates = stack({
      Key: { Type: 'AWS::KMS::Key' },
      One: { Type: 'AWS::SecretsManager::Secret' },
      Other: { Type: 'AWS::SecretsManager::Secret' },
      Firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
      Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
      Math: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [metric, metric, {}] } },
      Free: { Type: 'AWS::SQS::Queue' },
    });
    const byType = Object.fromEntries(
      computeFixedPrices(templates).map((each) => [each.type, each]),
    );
    expect(byType['AWS::SecretsManager::Secret']).toMatchObject({ count: 2, dollars: 0.8 });
    expect(byType['AWS::WAFv2::WebACL']?.dollars).toBe(7);
    expect(byType['AWS::CloudWatch::Alarm']?.dollars).toBeCloseTo(0.1 + 0.2, 9);
    expect(Object.keys(byType)).toHaveLength(4);
  });

  it.each([
    ['a type', { Type: 'AWS::EC2::NatGateway' }],
    [
      'a setting',
      {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { ProvisionedPollerConfig: { MinimumPollers: 1 } },
      },
    ],
  ])('is not computed if the price of %s is unknown', (_, resource) => {
    expect(() => computeFixedPrices(stack({ R: resource }))).toThrow(/Look it up and add it/);
  });
});

it('the table shows fixed costs, costs of use, and the total', () => {
  const templates = stack({ Key: { Type: 'AWS::KMS::Key' } });
  const table = formatCostTable([
    { stage: 'dev', configuration: {}, templates: [] },
    { stage: 'prod', configuration: {}, templates },
  ]);
  const idle = sumDollars(priceUsage(computeIdleUsage({})));
  expect(table).toContain(`| \`dev\` | $0.00 | $${idle.toFixed(2)} | $${idle.toFixed(2)} |`);
  expect(table).toContain(
    `| \`prod\` | $1.00 (1 Key) | $${idle.toFixed(2)} | $${(1 + idle).toFixed(2)} |`,
  );
  expect(table).toContain('| DynamoDB write units | 4,420,000: $2.76 | 9,000,000: $5.63 |');
});

it('the report for scripts has the sums of the table', () => {
  const { idleMonth, millionPurchases } = makeCostReport([
    { stage: 'prod', configuration: {}, templates: stack({ Key: { Type: 'AWS::KMS::Key' } }) },
  ]);
  const used = sumDollars(priceUsage(computeIdleUsage({})));
  expect(idleMonth).toEqual([
    {
      stage: 'prod',
      fixed: [{ type: 'AWS::KMS::Key', count: 1, dollars: 1 }],
      fixedDollars: 1,
      usedDollars: used,
      dollars: 1 + used,
    },
  ]);
  const { rush } = millionPurchases;
  expect(rush.dollars).toBe(sumDollars(rush.dollarsByUnit));
});

it('COSTS.md contains the output of npm run bill', () => {
  const costs = readFileSync(join(REPOSITORY, 'infra/COSTS.md'), 'utf8');
  expect(costs).toContain(formatCostTable(synthesizePricedStages()));
});
