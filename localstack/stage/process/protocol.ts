import * as z from 'zod';
import { LocalBackend } from '../../aws/clients.ts';
import { DemoSaleStart } from '../box-office/demo-sale.ts';
import { StagePayments } from '../payments/stage-payments.ts';
import { Resources } from '../resources/resources.ts';

const WholeStageRequest = z.object({
  stage: z.string(),
  dynamodbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  backend: LocalBackend.optional(),
});

const StageRequest = WholeStageRequest.extend({
  /** Absent if the stage takes no payments. */
  payments: StagePayments.optional(),
});

/** The request that the pollers' process gets from its parent, as its only argument. */
export const PollersRequest = StageRequest.extend({
  dataFolder: z.string().optional(),
});
export type PollersRequest = z.infer<typeof PollersRequest>;

/** What the pollers' process replies, and the gateway's process then needs. */
export const ReadyPollers = z.object({ eventsEndpoint: z.string(), ...Resources.shape });
export type ReadyPollers = z.infer<typeof ReadyPollers>;

/** The request that the gateway's process gets from its parent, as its only argument. */
export const GatewayRequest = StageRequest.extend({
  port: z.number(),
  /** The origins whose pages may call the API. */
  browserOrigins: z.array(z.string()),
  /** Whether its parent starts demo sales. */
  startsDemoSales: z.boolean(),
});
export type GatewayRequest = z.infer<typeof GatewayRequest>;

/** What the gateway's process replies. */
export const ReadyGateway = z.object({ url: z.string() });
export type ReadyGateway = z.infer<typeof ReadyGateway>;

/** What the gateway's process sends to its parent when somebody asks for a demo sale. */
export const DemoSaleRequest = z.object({ demoSaleRequest: z.int() });
export type DemoSaleRequest = z.infer<typeof DemoSaleRequest>;

/** What its parent replies, with the number of the request. */
export const DemoSaleReply = z.object({ demoSaleRequest: z.int(), start: DemoSaleStart });
export type DemoSaleReply = z.infer<typeof DemoSaleReply>;

/** The request that the process of a stage with a clock of its own gets from its parent, as its only argument. */
export const TimedStageRequest = WholeStageRequest;
export type TimedStageRequest = z.infer<typeof TimedStageRequest>;

/** What it replies. */
export const ReadyTimedStage = z.object({
  url: z.string(),
  ...ReadyPollers.shape,
  paymentsEndpoint: z.string(),
  paymentKeysFile: z.string(),
});
export type ReadyTimedStage = z.infer<typeof ReadyTimedStage>;

/**
 * How long a payment with `pm_card_processing` takes there: longer than the longest hold and the time for which a hold
 * waits for its provider.
 */
export const SLOW_BANK_MS = 2 * 60 * 60_000;

/** Asks it to move its clock. It sends the same message back when everything has happened that is due by then. */
export const TimeMove = z.object({ timeMove: z.int(), ms: z.number() });
export type TimeMove = z.infer<typeof TimeMove>;

/** The reply that a process sends, once. What it says when it is ready depends on the process. */
export const PartReply = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('ready'), ready: z.unknown() }),
  z.object({ outcome: z.literal('port-taken') }),
  z.object({ outcome: z.literal('failed'), message: z.string() }),
]);
export type PartReply = z.infer<typeof PartReply>;

/** The last message that the parent sends. */
export const STOP = 'stop';
