import { setTimeout as wait } from 'node:timers/promises';
import { awsClient, type Observability, type readEnvironment, type Seams } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { pulseVariables, workerPulse } from '../pulse/worker-pulse.ts';
import { bucketMemory } from './bucket-memory.ts';
import type { DecisionDependencies } from './dependencies.ts';

/** What whoever decides purchases reads of its environment. */
export const decisionVariables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  SEATS_TABLE: z.string().min(1),
  PURCHASES_TABLE: z.string().min(1),
  ...pulseVariables,
};

type Settings = ReturnType<typeof readEnvironment<typeof decisionVariables>>;

/**
 * All that decisions need, but the time left, which each invocation has its own of. Sends nothing.
 *
 * @param options as of `workerPulse`.
 */
export function openDecisions(
  settings: Settings,
  observability: Pick<Observability, 'log' | 'measure'>,
  seams: Seams,
  options?: Parameters<typeof workerPulse>[3],
): Omit<DecisionDependencies, 'timeLeft'> {
  const { clock = () => new Date(), random = Math.random, dynamodbPlugins = [] } = seams;
  const tables = {
    shows: settings.SHOWS_TABLE,
    stock: settings.STOCK_TABLE,
    seats: settings.SEATS_TABLE,
    purchases: settings.PURCHASES_TABLE,
  };
  const { log, measure } = observability;
  return {
    store: openStore(tables, {
      client: awsClient(settings, 'DYNAMODB'),
      plugins: dynamodbPlugins,
    }),
    memory: bucketMemory(random),
    pulse: workerPulse(settings, observability, seams, options),
    clock,
    random,
    wait: (milliseconds) => wait(milliseconds),
    log,
    measure,
  };
}
