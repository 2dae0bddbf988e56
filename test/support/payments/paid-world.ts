import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createPurchases } from '@willcall/api';
import type { Seams } from '@willcall/lambda';
import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { createSqsClient, startEventBus } from '@willcall/localstack';
import {
  createPaymentSweep,
  createPaymentTasks,
  createReconcile,
  type Findings,
  openAccount,
  reconcileShow,
  sendRepairs,
} from '@willcall/payments';
import { createShowJobs } from '@willcall/show-jobs';
import type { ShowRecord } from '@willcall/store';
import { createStream } from '@willcall/stream';
import type { FunctionId } from '@willcall/topology';
import type { SQSRecord } from 'aws-lambda';
import { inject } from 'vitest';
import { openFifoQueue } from '../fifo-queue.ts';
import { runAtEnd } from '../http/at-end.ts';
import { listTableItems } from '../http/table-items.ts';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
import { makeSqsRecord } from '../sale/purchase-message.ts';
import { type CallFault, createCallFaults } from './call-faults.ts';
import { type FollowedChanges, followChanges, type PurchaseName } from './followed-changes.ts';
import { openPayingSale, type PayingSale } from './paying-sale.ts';
import { openPayments } from './payment-requests.ts';

/**
 * Everything between a hold and its end, with the real functions and a local Stripe. Nothing runs by itself: each
 * method is one invocation of one function in a new process, which can have a fault. What an invocation did not finish
 * is delivered again.
 */
export type PaidWorld = Omit<PayingSale, 'startPayment' | 'sweep'> & {
  readonly changes: FollowedChanges;
  /** Moves the time of the functions, which stands still otherwise, and that of the provider. It never goes back. */
  moveTo(time: number): Promise<void>;
  /** Has the worker decide purchases, again without the fault. */
  decide(records: readonly SQSRecord[], fault?: CallFault): Promise<void>;
  /** `POST /purchases/{id}/payment`. Returns the buyer's secret if there is an answer with one. */
  startPayment(purchase: PurchaseName, fault?: CallFault): Promise<string | undefined>;
  cancel(purchase: PurchaseName, fault?: CallFault): Promise<void>;
  erase(purchase: PurchaseName, fault?: CallFault): Promise<void>;
  /** Delivers the changes of purchases. */
  stream(fault?: CallFault): Promise<void>;
  /** Sends the webhooks of the provider that wait, and those that are due again. */
  webhooks(order: 'created' | 'reversed', fault?: CallFault): Promise<void>;
  /** Delivers up to ten payment tasks that wait: of every purchase, or of every other one. */
  work(those: 'all' | 'even' | 'odd', fault?: CallFault): Promise<void>;
  sweep(fault?: CallFault): Promise<void>;
  jobs(fault?: CallFault): Promise<void>;
  reconcile(fault?: CallFault): Promise<void>;
  /** As `willcall reconcile --show`, which queues what has one right answer if it is told to. */
  reconcileShow(show: ShowRecord, repairs: boolean): Promise<Findings>;
  /** Whether a change or a task waits. */
  isWaiting(): Promise<boolean>;
  /** Whether a payment is looked at again later. */
  isDue(): Promise<boolean>;
};

/** As for hand-made messages. */
const PURCHASE_ID_KEYS = JSON.stringify({ current: Buffer.alloc(32, 1).toString('base64url') });

export async function openPaidWorld(): Promise<PaidWorld> {
  const sale = await openPayingSale();
  const { local, pass, clock: clockOfProvider, store, resources } = sale;
  let at = clockOfProvider().getTime();
  const clock = () => new Date(at);
  const faults = createCallFaults(local.faults);
  const environment = { ...sale.environment, PURCHASE_ID_KEYS, ...(await startBus(sale)) };
  const queue = openFifoQueue(resources.queues.payments);
  const changes = followChanges(resources.tables.purchases);
  let waiting: SQSRecord[] = [];

  const seams: Seams = {
    clock,
    random: () => 0,
    dynamodbPlugins: [faults.plugin],
    sqsPlugins: [faults.plugin],
    eventBridgePlugins: [faults.plugin],
  };
  /** A function in a new process. */
  const start = <F>(id: FunctionId, create: (env: typeof environment, given: Seams) => F): F =>
    create(environment, asDeployed(id, environment, seams));
  const change = (routeKey: string, { userId, purchaseId }: PurchaseName, fault?: CallFault) =>
    faults.during(fault, () =>
      start('purchases', createPurchases)(
        createHttpEvent({ routeKey, path: { purchaseId }, claims: { sub: userId } }),
        createLambdaContext(),
      ),
    );
  const receive = async () => {
    for (const { body, group } of await queue.drain()) {
      waiting.push(makeSqsRecord(body, group ?? ''));
    }
  };

  const hear = (body: string, signature: string) => openPayments(sale, seams).hear(body, signature);
  await sale.sendWebhooksTo(await startReceiver(hear));
  // They arrive when a test lets them.
  local.faults.planWebhooks(() => 'held');

  return {
    ...sale,
    clock,
    changes,
    moveTo: async (time) => {
      at = Math.max(at, time);
      await pass(Math.max(0, at - clockOfProvider().getTime()));
    },
    decide: async (records, fault) => {
      await faults.during(fault, () => sale.worker(seams)(records));
      await sale.worker({ clock })(records);
    },
    startPayment: async (purchase, fault) => {
      const answer = await faults.during(fault, () => openPayments(sale, seams).pay(purchase));
      const { clientSecret } = Object(answer?.body) as { readonly clientSecret?: string };
      return clientSecret;
    },
    cancel: async (purchase, fault) => {
      await change('POST /v1/purchases/{purchaseId}/cancel', purchase, fault);
    },
    erase: async (purchase, fault) => {
      await change('DELETE /v1/purchases/{purchaseId}', purchase, fault);
    },
    stream: async (fault) => {
      const Records = changes.waiting();
      if (Records.length === 0) return;
      const answer = await faults.during(fault, () =>
        start('stream', createStream)({ Records: [...Records] }, makeLambdaContext()),
      );
      if (answer !== undefined) changes.takeOff(Records, answer);
    },
    webhooks: async (order, fault) => {
      await faults.during(fault, async () => {
        await local.releaseWebhooks(order);
        await local.settle();
      });
    },
    work: async (those, fault) => {
      await receive();
      const groups = [...new Set(waiting.map(groupOf))];
      const remainder = those === 'even' ? 0 : 1;
      const chosen = groups.filter((_, nth) => those === 'all' || nth % 2 === remainder);
      const Records = waiting.filter((record) => chosen.includes(groupOf(record))).slice(0, 10);
      if (Records.length === 0) return;
      const answer = await faults.during(fault, () =>
        start('payment-tasks', createPaymentTasks)({ Records }, makeLambdaContext()),
      );
      if (answer === undefined) return;
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const done = Records.filter(({ messageId }) => !failed.has(messageId));
      waiting = waiting.filter((record) => !done.includes(record));
    },
    sweep: async (fault) => {
      const sweep = start('payment-sweep', createPaymentSweep);
      await faults.during(fault, () => sweep({}, makeLambdaContext()));
    },
    jobs: async (fault) => {
      const jobs = start('show-jobs', (env, given) =>
        createShowJobs(env, { ...given, wait: async () => undefined }),
      );
      await faults.during(fault, () => jobs({}, makeLambdaContext()));
    },
    reconcile: async (fault) => {
      const reconcile = start('reconcile', createReconcile);
      await faults.during(fault, () => reconcile({}, makeLambdaContext()));
    },
    reconcileShow: async (show, repairs) => {
      const account = openAccount(environment, {
        store: { ...store, tables: resources.tables },
        clock,
      });
      const findings = await reconcileShow({ ...account, store, clock }, show);
      if (repairs) {
        const by = { at: clock().toISOString(), correlationId: randomUUID() };
        await sendRepairs(queue.queue, findings.differences, by);
      }
      return findings;
    },
    isWaiting: async () => {
      await receive();
      return waiting.length > 0 || changes.waiting().length > 0;
    },
    isDue: async () => {
      const dues = await listTableItems(
        { ...store, tables: { ...store.tables, purchases: resources.tables['due-payments'] } },
        'purchases',
      );
      return dues.some(({ dueKey }) => dueKey !== '#minutes');
    },
  };
}

const groupOf = ({ attributes }: SQSRecord): string => attributes.MessageGroupId ?? '';

/** An event bus that nobody listens to, for the stream. */
async function startBus({ resources }: PayingSale) {
  const name = `bus-${randomUUID()}`;
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  const server = await startEventBus({ buses: [name], functions: () => undefined, sqs });
  runAtEnd(async () => {
    await server.stop();
    sqs.destroy();
  });
  return {
    AWS_ENDPOINT_URL_EVENTBRIDGE: server.url,
    EVENT_BUS_NAME: name,
    PARKED_EVENTS_QUEUE_URL: resources.queues['parked-events'].url,
  };
}

/** Starts an address for webhooks. Returns its URL. */
async function startReceiver(
  hear: (body: string, signature: string) => Promise<{ readonly status: number | undefined }>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status = 500 } = await hear(
      await text(request),
      String(request.headers['stripe-signature']),
    );
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  runAtEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/v1/payments/webhook`;
}
