import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoke } from '../../aws/lambda/invoke.ts';
import { createScheduledEvent } from '../../aws/lambda/start-schedule.ts';
import { logToConsole } from '../../aws/process/local-log.ts';
import { startLocalStripe } from '../../stripe/start-local-stripe.ts';
import { makeUnusedSecret, writePaymentKeys } from '../payments/payment-keys-file.ts';
import { webhookAddress } from '../payments/stage-payments.ts';
import { createStageFunctions } from '../stage-functions.ts';
import { startStage } from '../start-stage.ts';
import { type ReadyTimedStage, SLOW_BANK_MS, TimedStageRequest, TimeMove } from './protocol.ts';
import { servePart } from './serve-part.ts';

/** What Stripe allows in live mode. */
const CALLS_PER_SECOND = 100;

/**
 * The process of a whole stage that takes payments, whose functions and local Stripe have a clock that the parent moves.
 * So a demonstration need not wait until a hold expires. A payment with `pm_card_processing` takes as long as SLOW_BANK_MS.
 */
await servePart(TimedStageRequest, async ({ stage, ...aws }) => {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const clock = () => new Date(now());
  const folder = mkdtempSync(join(tmpdir(), 'willcall-payments-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const stripe = await startLocalStripe({
    folder: join(folder, 'stripe'),
    now,
    // The stage keeps its budget by itself. The buyers' browsers have none.
    requestsPerSecond: Number.POSITIVE_INFINITY,
    stepDelayMs: SLOW_BANK_MS,
  });
  const { endpoint, secretKey, publishableKey } = stripe;
  const keysFile = join(folder, 'payment-keys.json');
  const writeKeys = (secret: string) =>
    writePaymentKeys(keysFile, { secretKey, publishableKey, webhookSecrets: [secret] });
  await writeKeys(makeUnusedSecret());
  const running = await startStage({
    aws,
    stage,
    payments: { endpoint, keysFile, callsPerSecond: CALLS_PER_SECOND },
    seams: { clock },
  });
  await writeKeys(stripe.createWebhookEndpoint(webhookAddress(running.url)).secret);
  const { 'payment-sweep': sweep } = createStageFunctions({
    ids: new Set(['payment-sweep']),
    environment: running.environment,
    seams: { clock },
    log: logToConsole,
  });
  process.on('message', async (message) => {
    const move = TimeMove.safeParse(message).data;
    if (move === undefined) return;
    aheadMs += move.ms;
    await stripe.settle();
    // Its schedule follows the clock of the machine.
    if (sweep !== undefined)
      await invoke(sweep, createScheduledEvent('find-due-payments')(clock()));
    process.send?.(move);
  });
  const { url, eventsEndpoint, resources } = running;
  const ready: ReadyTimedStage = {
    ...{ url, eventsEndpoint, ...resources },
    ...{ paymentsEndpoint: endpoint, paymentKeysFile: keysFile },
  };
  return {
    ready,
    stop: async () => {
      await running.stop();
      await stripe.close();
    },
  };
});
