import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, exitCodes, InterruptedError, stopOnSignals } from '@willcall/cli';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { listenOnLoopback } from '../../aws/process/loopback-server.ts';
import { startBackend } from '../../stage/backend/start-backend.ts';
import { startLocalPayments } from '../../stage/payments/start-local-payments.ts';
import { startStageProcesses } from '../../stage/process/start-stage-processes.ts';
import {
  claimStateFolder,
  removeRunningStack,
  writeRunningStack,
} from '../../stage/running-stack.ts';
import { prepareKeys } from '../../stage/stack-keys.ts';
import { DEFAULT_STATE_FOLDER } from '../../stage/state-folder.ts';
import { openDemoSales } from '../demo/demo-sales.ts';
import { findOrCreateShow, formatGreeting, type Started } from './demonstration.ts';
import { readSettings, type Settings } from './settings.ts';

export const command = (): Command =>
  new Command()
    .description('Runs willcall on a local AWS, on 127.0.0.1 only, until you press Ctrl-C.')
    .addHelpText('after', help)
    .action(async () => {
      // Holds for the child processes too: their databases and logs are for their owner only.
      process.umask(OWNER_ONLY);
      const settings = readSettings(process.env);
      const stack = await startInterruptibly(settings);
      console.log(formatGreeting(stack, settings.dataFolder));
      const reason = await stack.unexpectedEnd;
      await stack.stop();
      throw reason;
    });

/**
 * Starts the stack, and stops it on Ctrl-C, which is the normal way to end this command once it is ready.
 * Before that, Ctrl-C ends what has been started so far, and the exit code says that it was interrupted.
 *
 * @throws InterruptedError; LocalAwsError
 */
const startInterruptibly = async (settings: Settings): Promise<Stack> => {
  const interrupt = new AbortController();
  let stack: Stack | undefined;
  const starting = Promise.withResolvers<void>();
  stopOnSignals(
    async () => {
      interrupt.abort(new InterruptedError());
      await (stack === undefined ? withinPatience(starting.promise) : stack.stop());
    },
    () => (stack === undefined ? exitCodes.interrupted : exitCodes.ok),
  );
  try {
    stack = await startStack(settings, interrupt.signal);
    return stack;
  } finally {
    starting.resolve();
  }
};

/** Longer than killed children need to end. A file system that does not answer can need forever. */
const INTERRUPT_PATIENCE_MS = 10_000;

const withinPatience = async (ended: Promise<void>): Promise<void> => {
  await Promise.race([ended, delay(INTERRUPT_PATIENCE_MS, undefined, { ref: false })]);
};

/** No permission for anybody else. */
const OWNER_ONLY = 0o077;

const help = `
Example:
  PORT=8080 npx --no-install willcall start

Environment:
  PORT=3000                   the API's port
  WILLCALL_DATA=folder        keeps tables, queues and messages across restarts (default: in memory)
  WILLCALL_STATE=folder       keys, logs and running.json of one stack (default: .willcall)
  WILLCALL_BACKEND=embedded   runs the local AWS in its own processes, without Docker (the default)
  WILLCALL_BACKEND=localstack uses tables, queues, bus and buckets in LocalStack, started by Docker
  AWS_ENDPOINT_URL=http://…   with localstack: uses the LocalStack that already runs there
  WILLCALL_BROWSER_ORIGINS=http://localhost:5173
                              the origins whose web pages may call the API, with commas (default: none)`;

type Stack = Started & {
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Stops the gateway and the pollers, then the local Stripe, DynamoDB and SQS. Can be called again. */
  stop(): Promise<void>;
};

/** The name of the running stage. */
const STAGE = 'local';

/** Starts everything, and creates a show to buy tickets for. */
const startStack = async (
  { backend, port, browserOrigins, dataFolder }: Settings,
  signal: AbortSignal,
): Promise<Stack> => {
  await expectFreePort(port);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.toReversed()) await stopOne();
  };
  try {
    const { release } = await claimStateFolder(port);
    stops.push(release);
    await prepareKeys();
    signal.throwIfAborted();
    const { aws: started, stripe } = await startServers(backend, dataFolder, signal);
    const { stop: stopAws, unexpectedEnd, ...aws } = started;
    stops.push(stopAws, stripe.stop);
    const { payments } = stripe;
    const logFile = join(DEFAULT_STATE_FOLDER, 'logs', 'functions.log');
    const demoSales = openDemoSales();
    const stage = await startStageProcesses({
      ...aws,
      stage: STAGE,
      payments,
      port,
      browserOrigins,
      dataFolder,
      logFile,
      startDemoSale: (ready) => demoSales.start({ ...aws, ...ready }),
      signal,
    });
    stops.push(stage.stop, demoSales.stop);
    const [showId] = await Promise.all([
      findOrCreateShow(stage.ready.url, signal),
      stripe.sendWebhooksTo(stage.ready.url),
    ]);
    const running = {
      ...{ pid: process.pid, ...stage.ready, ...aws, stage: STAGE },
      ...{ paymentsEndpoint: payments.endpoint, paymentKeysFile: payments.keysFile },
    };
    await writeRunningStack(running);
    stops.push(() => removeRunningStack(process.pid));
    signal.throwIfAborted();
    return {
      running,
      logFile,
      showId,
      unexpectedEnd: Promise.race([unexpectedEnd, stripe.unexpectedEnd, stage.unexpectedEnd]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/**
 * Starts the backend and the local Stripe at the same time. If the backend does not start, that is the error, because
 * it claims the data folder and says what is wrong with it.
 *
 * @throws LocalAwsError; the signal's reason
 */
const startServers = async (
  backend: Settings['backend'],
  dataFolder: string | undefined,
  signal: AbortSignal,
) => {
  const failing = new AbortController();
  const [aws, stripe] = await Promise.allSettled([
    startBackend(backend, { dataFolder, signal }).catch((error: unknown) => {
      failing.abort(error);
      throw error;
    }),
    startLocalPayments({
      folder: join(dataFolder ?? DEFAULT_STATE_FOLDER, 'payments'),
      isKept: dataFolder !== undefined,
      signal: AbortSignal.any([signal, failing.signal]),
    }),
  ]);
  if (aws.status === 'rejected') {
    if (stripe.status === 'fulfilled') await stripe.value.stop();
    throw aws.reason;
  }
  if (stripe.status === 'rejected') {
    await aws.value.stop();
    throw stripe.reason;
  }
  return { aws: aws.value, stripe: stripe.value };
};

/**
 * Reports a taken port at once instead of after DynamoDB has started. If the port is taken later,
 * the gateway throws the same error.
 *
 * @throws PortTakenError
 */
const expectFreePort = async (port: number): Promise<void> => {
  const probe = createServer();
  await listenOnLoopback(probe, port);
  const closed = Promise.withResolvers<void>();
  probe.close(() => closed.resolve());
  await closed.promise;
};
