import { setTimeout as wait } from 'node:timers/promises';
import {
  awsClient,
  type Log,
  type Measure,
  type Observability,
  type readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore, type Store } from '@willcall/store';
import * as z from 'zod';
import { type LagReporter, lagReporter, lagVariables } from '../lag/lag-reporter.ts';
import { type BucketMemory, bucketMemory } from './bucket-memory.ts';

/** What decisions need from outside: tables, time, chance, and where to report them. */
export type DecisionDependencies = {
  readonly store: Store;
  readonly memory: BucketMemory;
  readonly lag: Pick<LagReporter, 'decided'>;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds until this batch must be left to redelivery. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** What whoever decides purchases reads of its environment. */
export const decisionVariables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  SEATS_TABLE: z.string().min(1),
  PURCHASES_TABLE: z.string().min(1),
  ...lagVariables,
};

type Settings = ReturnType<typeof readEnvironment<typeof decisionVariables>>;

/**
 * All that decisions need, but the time left, which each invocation has its own of. Sends nothing.
 *
 * @param options as of `lagReporter`.
 */
export function openDecisions(
  settings: Settings,
  observability: Pick<Observability, 'log' | 'measure'>,
  seams: Seams,
  options?: Parameters<typeof lagReporter>[3],
): Omit<DecisionDependencies, 'timeLeft'> & { readonly lag: LagReporter } {
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
    lag: lagReporter(settings, observability, seams, options),
    clock,
    random,
    wait: (milliseconds) => wait(milliseconds),
    log,
    measure,
  };
}
