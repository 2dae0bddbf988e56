import type { FunctionId, StageName } from '@willcall/topology';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A saved query of CloudWatch Logs Insights; saving one is free. */
type LogQuery = {
  readonly name: string;
  /** Whose logs it looks through. */
  readonly functions: readonly FunctionId[];
  readonly fields: readonly string[];
  readonly filter: string;
};

/** What the functions that a purchase passes through log. */
const PURCHASE_FUNCTIONS = ['accept', 'purchases', 'worker', 'dead-letters', 'stream'] as const;

/** The queries of the runbook, over the fields that `shared/lambda` allows into a log. */
export const logQueries: readonly LogQuery[] = [
  {
    name: 'one-request',
    functions: [...PURCHASE_FUNCTIONS, 'shows', 'show-jobs'],
    fields: ['@timestamp', 'service', 'level', 'message', 'purchaseId', 'status', 'reason', 'code'],
    // To be replaced by the id of the answer's header X-Correlation-Id, or of a record.
    filter: 'correlationId = "REPLACE-ME"',
  },
  {
    name: 'one-purchase',
    functions: PURCHASE_FUNCTIONS,
    fields: ['@timestamp', 'service', 'level', 'message', 'correlationId', 'status', 'reason'],
    filter: 'purchaseId = "REPLACE-ME"',
  },
  {
    name: 'what-fails',
    functions: [...PURCHASE_FUNCTIONS, 'shows', 'sweep', 'show-jobs', 'audit', 'pricing', 'flyers'],
    fields: [
      '@timestamp',
      'service',
      'message',
      'showId',
      'code',
      'error.code',
      'error.cause.name',
    ],
    filter: 'level in ["WARN", "ERROR"]',
  },
  {
    name: 'books-that-differ',
    functions: ['audit'],
    fields: ['@timestamp', 'showId', 'code'],
    filter: 'message = "The books of a show differ"',
  },
];

/** Lines that a query shows at most. */
const MAX_LINES = 200;

/** Saves the runbook's queries, over the log groups of their functions. */
export function saveLogQueries(
  scope: Construct,
  stage: StageName,
  logGroupOf: (id: FunctionId) => ILogGroup,
): void {
  for (const { name, functions, fields, filter } of logQueries) {
    new QueryDefinition(scope, name, {
      queryDefinitionName: `willcall-${stage}-${name}`,
      logGroups: functions.map(logGroupOf),
      queryString: new QueryString({
        fields: [...fields],
        filterStatements: [filter],
        sort: '@timestamp desc',
        limit: MAX_LINES,
      }),
    });
  }
}
