import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import {
  awsClient,
  type Environment,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { type AuditCounts, auditSales } from './turn/audit-sales.ts';

const variables = { SHOWS_TABLE: z.string().min(1), STOCK_TABLE: z.string().min(1) };

/** Milliseconds kept back of the function's time, for the show under way: eight tries at its stock. */
const RESERVE_MS = 10_000;

/** A Lambda function that a schedule invokes; what it is sent does not matter. */
export type AuditFunction = (event: unknown, context: Context) => Promise<AuditCounts>;

/**
 * Checks the books of recent sales, and tells of each difference in the log and by the metric
 * `AuditDifferences`. It only reads, and keeps nothing: what it did not come to is another turn's.
 */
export function createAudit(environment: Environment, seams: Seams = {}): AuditFunction {
  const settings = readEnvironment(variables, environment);
  const { logger, metrics, log, measure } = observe('audit', environment);
  const { clock = () => new Date() } = seams;
  const store = openStore(
    { shows: settings.SHOWS_TABLE, stock: settings.STOCK_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  return middy<unknown, AuditCounts>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((_event: unknown, context: Context) =>
      auditSales({
        store,
        clock,
        timeLeft: () => context.getRemainingTimeInMillis() - RESERVE_MS,
        log,
        measure,
      }),
    );
}
