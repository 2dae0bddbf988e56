import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Files take turns, so that other load on the machine slows all of them down equally. */
const ROUNDS = 5;

/**
 * Measures the milliseconds of CPU that a new process has used once it has loaded a CommonJS file, Node's own
 * start included. Takes the median. Only ratios within one call mean anything.
 *
 * @throws the error of a process that failed, with its output
 */
export const measureStartCpu = async (files: readonly string[]): Promise<Map<string, number>> => {
  const times = new Map(files.map((file) => [file, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [file, measured] of times) measured.push(await measureOnce(file));
  }
  return new Map([...times].map(([file, measured]) => [file, median(measured)]));
};

const LOAD =
  'require(process.argv[1]); const { user, system } = process.cpuUsage(); console.log(user + system)';

const measureOnce = async (file: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOAD, file], {
    env: startEnvironment,
  });
  return Number(stdout) / 1_000;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The variables that functions require at start. The addresses in them are never called. */
const startEnvironment: Readonly<Record<string, string>> = {
  AWS_REGION: 'us-east-1',
  WILLCALL_BACKEND: 'aws',
  SHOWS_TABLE: 'shows',
  STOCK_TABLE: 'stock',
  JOURNAL_TABLE: 'journal',
  SEATS_TABLE: 'seats',
  PURCHASES_TABLE: 'purchases',
  REMINDERS_TABLE: 'reminders',
  DUE_PAYMENTS_TABLE: 'due-payments',
  PULSE_TABLE: 'pulse',
  PURCHASES_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/purchases.fifo',
  AUDITS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/audits.fifo',
  DEAD_LETTERS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/purchases-dead.fifo',
  PAYMENTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/payments.fifo',
  PARKED_PURCHASES_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/parked-purchases.fifo',
  PARKED_EVENTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/parked-events',
  EVENT_BUS_NAME: 'willcall-dev',
  FLYERS_BUCKET: 'flyers',
  FLYERS_BASE_URL: 'https://example.com/flyers',
  PURCHASE_ID_KEYS_SECRET: 'purchase-id-keys',
  PAYMENTS: 'ON',
  PAYMENT_KEYS_SECRET: 'payment-keys',
  PAYMENT_CALLS_PER_SECOND: '25',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};
