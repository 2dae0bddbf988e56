import { STRIPE_CALLS_PER_SECOND } from '../configuration/payments-setting.ts';

/** A number of the model, with where it comes from. */
export type Constant = { readonly value: number; readonly unit: string; readonly source: string };

const SQS_SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';
const PARTITIONS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html';
const ON_DEMAND =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html';
const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const CONCURRENCY = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html';
const STRIPE = 'https://docs.stripe.com/rate-limits';
const assumed = (reason: string) => `assumed: ${reason}`;

/**
 * `npm run bench` prints what a batch and a decision take of a whole processor in the worker's process. The
 * worker has 1,024 MB, which is 0.58 of a processor: 1,769 MB are a whole one.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const measured = (cpuMs: number) =>
  `measured: ${cpuMs} ms of a whole processor (npm run bench); 1,024 MB have 0.58 of one`;

/**
 * Every constant of the model. AWS publishes no times: the worker's own are measured, and the others are
 * assumptions. What helps a table only after minutes is left out: partitions that split for heat, and the
 * doubling of an earlier peak.
 */
export const constants = {
  gatewayRate: { value: 10_000, unit: 'requests/s in an account and region', source: GATEWAY },
  accountConcurrency: { value: 1_000, unit: 'executions of Lambda', source: CONCURRENCY },
  unreservedConcurrency: {
    value: 100,
    unit: 'executions that no function can reserve',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
  },
  pollersAtFirst: { value: 5, unit: 'batches at once', source: SQS_SCALING },
  pollersPerMinute: { value: 300, unit: 'more batches at once a minute', source: SQS_SCALING },
  pollersAtMost: { value: 1_250, unit: 'batches at once', source: SQS_SCALING },
  invocationsPerPoller: {
    value: 10,
    unit: 'batches at once of a provisioned poller',
    source: SQS_SCALING,
  },
  provisionedPerMinute: {
    value: 1_000,
    unit: 'more batches at once a minute, with provisioned pollers',
    source: SQS_SCALING,
  },
  partitionWrites: { value: 1_000, unit: 'write units/s of a partition', source: PARTITIONS },
  partitionReads: { value: 3_000, unit: 'read units/s of a partition', source: PARTITIONS },
  tableWrites: { value: 4_000, unit: 'write units/s of a new on-demand table', source: ON_DEMAND },
  tableReads: { value: 12_000, unit: 'read units/s of a new on-demand table', source: ON_DEMAND },
  streamBatchMs: {
    value: 205,
    unit: 'ms for a batch of a hundred purchases in the stream function',
    source: 'test/model/announcing/announcing.test.ts',
  },
  networkMs: { value: 2, unit: 'ms to DynamoDB or back', source: assumed('within a region') },
  readMs: { value: 2, unit: 'ms in DynamoDB for a read', source: assumed('4 to 8 ms in all') },
  writeMs: { value: 4, unit: 'ms in DynamoDB for a write', source: assumed('6 to 10 ms in all') },
  transactionMs: {
    value: 6,
    unit: 'ms in DynamoDB for a transaction, before and after it holds its items',
    source: assumed('a transaction takes about 18 ms in all'),
  },
  lockMs: {
    value: 8,
    unit: 'ms for which a transaction holds its items',
    source: assumed('AWS publishes no figure. Longer means more conflicts'),
  },
  spread: {
    value: 0.5,
    unit: 'of a time: it varies evenly from 75 to 125 %',
    source: assumed('workers must not run in step'),
  },
  batchCpuMs: {
    value: 3,
    unit: 'ms for the work of a batch in the worker, whatever is in it',
    source: measured(1.7),
  },
  decisionCpuMs: {
    value: 0.2,
    unit: 'ms for the work of each decision in it',
    source: measured(0.1),
  },
  jobCpuMs: {
    value: 0.55,
    unit: 'ms for the work of each purchase in the jobs of a cancelled show',
    source: assumed('0.16 ms of a whole processor; 512 MB have 0.29 of one'),
  },
  pollMs: {
    value: 12,
    unit: 'ms to receive a batch and invoke the worker',
    source: assumed('one call each to SQS and Lambda'),
  },
  deleteMs: { value: 5, unit: 'ms to delete a batch', source: assumed('one call to SQS') },
  coldStartMs: { value: 500, unit: 'ms to start an environment', source: assumed('150 to 500 ms') },
  acceptMs: { value: 20, unit: 'ms that accept runs', source: assumed('one call to SQS') },
  readPurchaseMs: { value: 10, unit: 'ms that a poll runs', source: assumed('one read') },
  retryMs: {
    value: 5_000,
    unit: 'ms until a client that got 429 tries again: 250, doubled each time, up to 10,000',
    source: 'shared/client/src/http.ts',
  },
  throttleRetryMs: {
    value: 500,
    unit: 'ms, times a random number, doubled for each retry of a throttled call',
    source: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
  },
  paymentCallsLive: {
    value: STRIPE_CALLS_PER_SECOND.live,
    unit: 'requests/s to Stripe of an account in live mode',
    source: STRIPE,
  },
  paymentCallsTest: {
    value: STRIPE_CALLS_PER_SECOND.test,
    unit: 'requests/s to Stripe of an account in test mode',
    source: STRIPE,
  },
  paymentCallsOfOperation: {
    value: 25,
    unit: 'requests/s of each operation of Stripe, such as making intents, unless it allows an account more',
    source: STRIPE,
  },
  callAttempts: {
    value: 3,
    unit: 'attempts of a throttled call',
    source: 'shared/lambda/src/configuration/client-config.ts',
  },
} as const satisfies Record<string, Constant>;

/**
 * Calls a second of each action in high throughput mode, without batches. Others have 2,400. A partition
 * takes 300 of them; SQS adds partitions by itself, and each buyer is a message group.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const fifoRates: Readonly<Record<string, number>> = {
  'us-east-1': 70_000,
  'us-west-2': 70_000,
  'eu-west-1': 70_000,
  'us-east-2': 19_000,
  'eu-central-1': 19_000,
  'ap-south-1': 9_000,
  'ap-southeast-1': 9_000,
  'ap-southeast-2': 9_000,
  'ap-northeast-1': 9_000,
  'eu-west-2': 4_500,
  'sa-east-1': 4_500,
};
const OTHER_FIFO_RATE = 2_400;

/** The messages a second that a FIFO queue accepts in a region, in high throughput mode. */
export const fifoRate = (region: string): number => fifoRates[region] ?? OTHER_FIFO_RATE;

/**
 * Calls of PutEvents a second, whatever number of events is in each. Others have 400.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const putEventsRates: Readonly<Record<string, number>> = {
  'us-east-1': 10_000,
  'us-west-2': 10_000,
  'eu-west-1': 10_000,
  'us-east-2': 2_400,
  'eu-central-1': 2_400,
  'eu-south-2': 2_400,
  'us-west-1': 1_200,
  'ap-northeast-1': 1_200,
  'ap-southeast-1': 1_200,
  'ap-southeast-2': 1_200,
  'eu-west-2': 1_200,
  'ap-east-1': 600,
  'ap-northeast-2': 600,
  'ap-south-1': 600,
  'ca-central-1': 600,
  'eu-north-1': 600,
  'eu-west-3': 600,
  'sa-east-1': 600,
};
const OTHER_PUT_EVENTS_RATE = 400;

/** The PutEvents calls a second that a region accepts. */
export const putEventsRate = (region: string): number =>
  putEventsRates[region] ?? OTHER_PUT_EVENTS_RATE;
