/** Where and when the prices held: the list prices, without any free tier or discount. */
export const PRICED_IN = 'us-east-1';
export const PRICED_ON = 'June 2026';

export type Price = {
  /** US dollars for one unit. */
  readonly dollars: number;
  readonly unit: string;
  readonly source: string;
};

const MILLION = 1_000_000;

/** What is paid by use. */
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
    unit: 'DynamoDB GB, a month',
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
    // Up to 10,000 of them, and by the hour in which they are published.
    dollars: 0.3,
    unit: 'CloudWatch metrics, a month',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  traces: {
    dollars: 5 / MILLION,
    unit: 'X-Ray traces',
    source: 'https://aws.amazon.com/xray/pricing/',
  },
} as const satisfies Record<string, Price>;

export type PricedUnit = keyof typeof prices;

/** Units of something, by what is priced. */
export type Usage = Readonly<Partial<Record<PricedUnit, number>>>;

/** US dollars of a usage, by unit. */
export const priceUsage = (usage: Usage): Readonly<Partial<Record<PricedUnit, number>>> =>
  Object.fromEntries(
    Object.entries(usage).map(([unit, count]) => [
      unit,
      count * prices[unit as PricedUnit].dollars,
    ]),
  );

/** US dollars, all together. */
export const sumDollars = (dollars: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(dollars).reduce<number>((sum, each) => sum + (each ?? 0), 0);
