import type { HttpFunctionId } from '@willcall/contracts';

export type FunctionDefinition = {
  /** The name in the deployed description. It stays the same even if the code moves. */
  readonly service: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
};

/**
 * Every Lambda function. `accept` is a function of its own so that its only write permission is to send to
 * the queue.
 */
export const functions = {
  health: { service: '@willcall/api', timeoutSeconds: 3, memoryMegabytes: 128 },
  accept: { service: '@willcall/api', timeoutSeconds: 10, memoryMegabytes: 512 },
  purchases: { service: '@willcall/api', timeoutSeconds: 10, memoryMegabytes: 512 },
  shows: { service: '@willcall/api', timeoutSeconds: 10, memoryMegabytes: 512 },
  /**
   * Answers those who watch a sale or audit it. It is apart from `shows`, which serves the public and must not see the queues. Its
   * CPU, which grows with its memory, adds up an hour of tallies.
   */
  'live-sale': { service: '@willcall/api', timeoutSeconds: 10, memoryMegabytes: 1_024 },
  stream: { service: '@willcall/stream', timeoutSeconds: 30, memoryMegabytes: 512 },
  /** Counts decisions for those who watch a sale. Nothing waits for it. */
  tally: { service: '@willcall/stream', timeoutSeconds: 30, memoryMegabytes: 512 },
  /** Its CPU, which grows with its memory, decides how many reminders fire in a second. */
  sweep: { service: '@willcall/stream', timeoutSeconds: 50, memoryMegabytes: 1_024 },
  /** Processes the purchases of shows that were cancelled or rescheduled. The next run continues unfinished work. */
  'show-jobs': { service: '@willcall/show-jobs', timeoutSeconds: 50, memoryMegabytes: 512 },
  /**
   * Audits a show when somebody asks for it. It reads 1,500 records a second at most, so its time is enough for
   * 200,000 purchases with their ledgers. It keeps a few fields of each in memory.
   */
  'show-audit': { service: '@willcall/audit', timeoutSeconds: 300, memoryMegabytes: 1_024 },
  /** Checks the stock of recent sales. It only reads. */
  audit: { service: '@willcall/audit', timeoutSeconds: 60, memoryMegabytes: 512 },
  /** Answers buyers who pay, and the webhooks of the payment provider. */
  payments: { service: '@willcall/payments', timeoutSeconds: 20, memoryMegabytes: 512 },
  /** Compares purchases with the payment provider, and settles, ends or refunds them. */
  'payment-tasks': { service: '@willcall/payments', timeoutSeconds: 60, memoryMegabytes: 512 },
  /** Finds the purchases whose payment must be looked at now. */
  'payment-sweep': { service: '@willcall/payments', timeoutSeconds: 50, memoryMegabytes: 512 },
  /** Compares the money that the provider took with the purchases, both ways. */
  reconcile: { service: '@willcall/payments', timeoutSeconds: 300, memoryMegabytes: 512 },
  pricing: { service: '@willcall/pricing', timeoutSeconds: 10, memoryMegabytes: 256 },
  flyers: { service: '@willcall/flyers', timeoutSeconds: 30, memoryMegabytes: 256 },
  'dead-letters': {
    service: '@willcall/dead-letters',
    timeoutSeconds: 60,
    memoryMegabytes: 512,
  },
  /** Lists dead letters and sends parked messages back, for as long as a request may take. */
  'dead-letters-api': { service: '@willcall/worker', timeoutSeconds: 12, memoryMegabytes: 512 },
  worker: { service: '@willcall/worker', timeoutSeconds: 20, memoryMegabytes: 1024 },
} as const satisfies Record<string, FunctionDefinition> &
  Record<HttpFunctionId, FunctionDefinition>;

export type FunctionId = keyof typeof functions;

/** The functions that only a stage that takes payments has. */
export type PaymentFunctionId = {
  [Id in FunctionId]: (typeof functions)[Id]['service'] extends '@willcall/payments' ? Id : never;
}[FunctionId];

/** Whether only a stage that takes payments has a function. */
export const isPaymentFunction = (id: FunctionId): id is PaymentFunctionId =>
  functions[id].service === '@willcall/payments';
