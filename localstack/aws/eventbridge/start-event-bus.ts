import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { parseJson } from '../json.ts';
import { DEFAULT_BUS } from '../local-account.ts';
import { type LocalLog, logToConsole } from '../process/local-log.ts';
import { readBody, startLoopbackServer } from '../process/loopback-server.ts';
import { createFunctionCaller, createQueueSender, type FindFunction } from './call-target.ts';
import { openDeliveries } from './deliveries.ts';
import { createMemoryLog, openDeliveryLog } from './delivery-log.ts';
import { EventsError } from './events-error.ts';
import type { EventsContext, Operation } from './operations/operation.ts';
import { putEvents } from './operations/put-events.ts';
import {
  deleteRule,
  describeRule,
  listRules,
  putRule,
  testEventPattern,
} from './operations/rules.ts';
import { listTargetsByRule, putTargets, removeTargets } from './operations/targets.ts';
import { createRuleFile, noRuleFile, openRuleStore } from './rule-store.ts';

export type EventBusOptions = {
  /** The names of the buses, in addition to `default`, which every account has. */
  readonly buses: readonly string[];
  /** Finds the function with an ARN. */
  readonly functions: FindFunction;
  /** Sends to queue targets and dead-letter queues. The caller destroys it after the stop. */
  readonly sqs: SQSClient;
  readonly log?: LocalLog;
  /** The file that keeps rules and targets. Default: in memory. */
  readonly dataFile?: string | undefined;
  /** The file that keeps events until they are delivered. Default: in memory. */
  readonly deliveriesFile?: string | undefined;
  /** Default: any free port. */
  readonly port?: number | undefined;
};

export type EventBus = {
  /** The endpoint for an EventBridge client. */
  readonly url: string;
  /** Continues the deliveries that an earlier process left. Call it once the functions can be found. */
  resume(): void;
  /**
   * Refuses new requests, and finishes the requests and deliveries in progress. A file keeps the
   * deliveries that wait for a retry. Can be repeated.
   */
  stop(): Promise<void>;
};

/**
 * Starts the local EventBridge on 127.0.0.1. Events are delivered at least once and in any
 * order, as on AWS. With a file for deliveries, what PutEvents has accepted survives a crash: it is
 * delivered, or in the target's dead-letter queue, or tried again after the next start.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
 *
 * @example
 * const bus = await startEventBus({ buses: ['willcall-dev'], functions: () => undefined, sqs });
 * const client = new EventBridgeClient({ endpoint: bus.url, region, credentials });
 */
export const startEventBus = async (options: EventBusOptions): Promise<EventBus> => {
  const { buses, functions, sqs, log = logToConsole, dataFile, deliveriesFile, port } = options;
  const rules = await openRuleStore(dataFile === undefined ? noRuleFile : createRuleFile(dataFile));
  const kept =
    deliveriesFile === undefined
      ? createMemoryLog()
      : openDeliveryLog(deliveriesFile, (id) => reportUnreadable(log, deliveriesFile, id));
  const deliveries = openDeliveries({
    callFunction: createFunctionCaller(functions),
    sendToQueue: createQueueSender(sqs),
    kept,
    log,
    now: Date.now,
  });
  const context: EventsContext = {
    buses: new Set([DEFAULT_BUS, ...buses]),
    rules,
    deliveries,
    now: () => new Date(),
    newId: randomUUID,
  };
  const server = await startLoopbackServer({ port }, async (request, response, isStopping) => {
    const answer = await answerRequest(context, log, request);
    // An unread rest of the body would be parsed as the next request.
    send(response, answer, isStopping() || !request.complete);
  });
  return {
    url: server.url,
    resume: deliveries.resume,
    stop: async () => {
      await server.stop();
      await deliveries.finish();
      kept.close();
    },
  };
};

const reportUnreadable = (log: LocalLog, file: string, id: number): void =>
  log({ message: 'A kept delivery could not be read', subject: file, detail: `delivery ${id}` });

type Answer = { readonly status: number; readonly body: unknown };

/**
 * Answers one request in the SDK's protocol for EventBridge: POST, JSON, and the operation in a header.
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
const answerRequest = async (
  context: EventsContext,
  log: LocalLog,
  request: IncomingMessage,
): Promise<Answer> => {
  try {
    return { status: 200, body: await perform(context, request) };
  } catch (error) {
    const refusal = error instanceof EventsError ? error : createInternalError(log, error);
    const { code, message, status } = refusal;
    return { status, body: { __type: code, message } };
  }
};

/** Operations by their name in the header `X-Amz-Target`. */
const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['DeleteRule', deleteRule],
  ['DescribeRule', describeRule],
  ['ListRules', listRules],
  ['ListTargetsByRule', listTargetsByRule],
  ['PutEvents', putEvents],
  ['PutRule', putRule],
  ['PutTargets', putTargets],
  ['RemoveTargets', removeTargets],
  ['TestEventPattern', testEventPattern],
]);

const perform = async (context: EventsContext, request: IncomingMessage): Promise<unknown> => {
  const [, name = ''] = /^AWSEvents\.(\w+)$/.exec(readHeader(request, 'x-amz-target')) ?? [];
  const operation = request.method === 'POST' ? operations.get(name) : undefined;
  if (operation === undefined) {
    throw new EventsError(
      'UnknownOperationException',
      `The local event bus does not support the operation ${name || 'in the request'}.`,
    );
  }
  const body = await readBody(request);
  if (body === 'too-large') {
    throw new EventsError('ValidationException', 'The request is too large.');
  }
  const input = parseJson(body.toString());
  if (input === undefined) throw new EventsError('SerializationException', 'The body is not JSON.');
  return await operation(context, input);
};

const createInternalError = (log: LocalLog, error: unknown): EventsError => {
  log({ message: 'The event bus failed', subject: 'events', error });
  return new EventsError('InternalException', 'The event bus failed.', { cause: error });
};

const readHeader = ({ headers }: IncomingMessage, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

const send = (response: ServerResponse, { status, body }: Answer, close: boolean): void => {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': bytes.length,
    'x-amzn-requestid': randomUUID(),
    ...(close && { connection: 'close' }),
  });
  response.end(bytes);
};
