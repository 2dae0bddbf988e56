import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { DEFAULT_BUS } from '../clients/event-arns.ts';
import { listenOnLoopback } from '../process/listen-on-loopback.ts';
import { consoleLog, type LocalLog } from '../process/local-log.ts';
import { answerRequest } from './answer-request.ts';
import { openDeliveries } from './delivery/deliveries.ts';
import { type FindFunction, functionCaller } from './delivery/function-caller.ts';
import { queueSender } from './delivery/queue-sender.ts';
import type { EventsContext } from './operations/operation.ts';
import { noRuleFile, ruleFile } from './rules/rule-file.ts';
import { openRuleStore } from './rules/rule-store.ts';

export type EventBusOptions = {
  /** The buses there are, by name, besides `default`, which every account has. */
  readonly buses: readonly string[];
  /** The function that an ARN names, if there is one. */
  readonly functions: FindFunction;
  /** Sends to queue targets and dead-letter queues. The caller destroys it, after the stop. */
  readonly sqs: SQSClient;
  readonly log?: LocalLog;
  /** Where rules and targets are kept; in memory without it. */
  readonly dataFile?: string | undefined;
  /** Any free one by default. */
  readonly port?: number | undefined;
};

export type EventBus = {
  /** The endpoint for an EventBridge client. */
  readonly url: string;
  /** Takes no more requests, and finishes those and the deliveries under way. Repeatable. */
  stop(): Promise<void>;
};

/** Longer than clients keep an idle connection, so that they close it and not we under their feet. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts the local EventBridge on 127.0.0.1. Events are delivered at least once, in no order, as
 * on AWS; unlike there, those under way are lost with a process that is killed.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
 *
 * @example
 * const bus = await startEventBus({ buses: ['willcall-dev'], functions: () => undefined, sqs });
 * const client = new EventBridgeClient({ endpoint: bus.url, region, credentials });
 */
export const startEventBus = async (options: EventBusOptions): Promise<EventBus> => {
  const { buses, functions, sqs, log = consoleLog, dataFile, port = 0 } = options;
  const deliveries = openDeliveries({
    callFunction: functionCaller(functions),
    sendToQueue: queueSender(sqs),
    log,
  });
  const context: EventsContext = {
    buses: new Set([DEFAULT_BUS, ...buses]),
    rules: await openRuleStore(dataFile === undefined ? noRuleFile : ruleFile(dataFile)),
    deliveries,
    now: () => new Date(),
    newId: randomUUID,
  };
  let stopping = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.on('request', async (request, response) => {
    const send = await answerRequest(context, log, request);
    // What was not read of the body would be taken for the next request.
    send(response, stopping || !request.complete);
  });
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  const boundPort = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${boundPort}`,
    stop: async () => {
      if (!stopping) server.close();
      stopping = true;
      await closed;
      await deliveries.finish();
    },
  };
};
