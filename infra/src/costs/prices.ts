/** The region and date of the prices. They are list prices without free tiers or discounts. */
export const PRICED_IN = 'us-east-1';
export const PRICED_ON = 'June 2026';

export type Price = {
  /** US dollars for one unit. */
  readonly dollars: number;
  readonly unit: string;
  readonly source: string;
};

const MILLION = 1_000_000;

/** The units that are billed by use. */
export const prices = {
  httpRequests: {
    dollars: 1 / MILLION,
    unit: 'HTTP API requests',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  frontRequests: {
    dollars: 1 / MILLION,
    unit: 'CloudFront requests',
    source: 'https://aws.amazon.com/cloudfront/pricing/',
  },
  firewallRequests: {
    dollars: 0.6 / MILLION,
    unit: 'WAF requests',
    source: 'https://aws.amazon.com/waf/pricing/',
  },
  viewerFunctions: {
    dollars: 0.1 / MILLION,
    unit: 'CloudFront function invocations',
    source: 'https://aws.amazon.com/cloudfront/pricing/',
  },
  sentGigabytes: {
    dollars: 0.085,
    unit: 'CloudFront GB sent',
    source: 'https://aws.amazon.com/cloudfront/pricing/',
  },
  objectReads: {
    dollars: 0.4 / MILLION,
    unit: 'S3 reads',
    source: 'https://aws.amazon.com/s3/pricing/',
  },
  invocations: {
    dollars: 0.2 / MILLION,
    unit: 'Lambda invocations',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  gigabyteSeconds: {
    dollars: 0.0000133334,
    unit: 'Lambda GB-seconds (arm64)',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  queueCalls: {
    dollars: 0.5 / MILLION,
    unit: 'SQS FIFO calls',
    source: 'https://aws.amazon.com/sqs/pricing/',
  },
  writeUnits: {
    dollars: 0.625 / MILLION,
    unit: 'DynamoDB write units',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  readUnits: {
    dollars: 0.125 / MILLION,
    unit: 'DynamoDB read units',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  storedGigabytes: {
    dollars: 0.25,
    unit: 'DynamoDB GB-months',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  events: {
    dollars: 1 / MILLION,
    unit: 'EventBridge events',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  loggedGigabytes: {
    dollars: 0.5,
    unit: 'CloudWatch Logs GB',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  metricMonths: {
    // The price of the first 10,000 metrics, billed for the hours in which they are published.
    dollars: 0.3,
    unit: 'CloudWatch metric-months',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  traces: {
    dollars: 5 / MILLION,
    unit: 'X-Ray traces',
    source: 'https://aws.amazon.com/xray/pricing/',
  },
} as const satisfies Record<string, Price>;

export type PricedUnit = keyof typeof prices;

/** The number of units used, by priced unit. */
export type Usage = Readonly<Partial<Record<PricedUnit, number>>>;

/** The US dollars that a usage costs, by unit. */
export const priceUsage = (usage: Usage): Readonly<Partial<Record<PricedUnit, number>>> =>
  Object.fromEntries(
    Object.entries(usage).map(([unit, count]) => [
      unit,
      count * prices[unit as PricedUnit].dollars,
    ]),
  );

/** The total in US dollars. */
export const sumDollars = (dollars: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(dollars).reduce<number>((sum, each) => sum + (each ?? 0), 0);
