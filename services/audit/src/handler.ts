import {
  createScheduleHandler,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type ScheduledFunction,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { type AuditCounts, auditSales } from './audit-sales.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
};

export type AuditFunction = ScheduledFunction<AuditCounts>;

/**
 * Checks the books of recent sales, and reports differences in the log and in the metric
 * `AuditDifferences`. It only reads and keeps no state. A later turn audits the remaining shows.
 */
export function createAudit(environment: Environment, seams: Seams = {}): AuditFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('audit', environment);
  const { clock = () => new Date() } = seams;
  const { log, measure } = observability;
  const store = openStore(
    { shows: settings.SHOWS_TABLE, stock: settings.STOCK_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  return createScheduleHandler(observability, (timeLeft) =>
    auditSales({
      store,
      clock,
      timeLeft,
      log,
      measure,
    }),
  );
}
