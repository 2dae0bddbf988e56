import type { FunctionId, StageName } from '@willcall/topology';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A saved query of CloudWatch Logs Insights. Saved queries are free. */
type LogQuery = {
  readonly name: string;
  /** The functions whose logs it searches. */
  readonly functions: readonly FunctionId[];
  readonly fields: readonly string[];
  readonly filter: string;
};

/** The functions that a purchase passes through. */
const PURCHASE_FUNCTIONS = [
  'accept',
  'purchases',
  'worker',
  'dead-letters',
  'stream',
  'payments',
  'payment-tasks',
] as const;

/** The functions that work on stored records. */
const RECORD_FUNCTIONS = [
  ...PURCHASE_FUNCTIONS,
  'shows',
  'live-sale',
  'dead-letters-api',
  'tally',
  'sweep',
  'show-jobs',
  'audit',
  'show-audit',
  'pricing',
  'flyers',
  'payment-sweep',
  'reconcile',
] as const;

/** The queries of the runbook. They use the fields that `shared/lambda` allows in a log. */
export const logQueries: readonly LogQuery[] = [
  {
    name: 'one-request',
    functions: [...PURCHASE_FUNCTIONS, 'shows', 'show-jobs'],
    fields: ['@timestamp', 'service', 'level', 'message', 'purchaseId', 'status', 'reason', 'code'],
    // Replace with the id from the response header X-Correlation-Id, or from a record.
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
    functions: RECORD_FUNCTIONS,
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
    name: 'records-unreadable',
    functions: RECORD_FUNCTIONS,
    fields: ['@timestamp', 'service', 'message', 'skipped', 'records'],
    filter: 'ispresent(records)',
  },
  {
    name: 'books-that-differ',
    functions: ['audit'],
    fields: ['@timestamp', 'showId', 'code'],
    filter: 'message = "The books of a show differ"',
  },
  {
    name: 'money-that-differs',
    functions: ['reconcile'],
    fields: ['@timestamp', 'code', 'purchaseId', 'intent'],
    filter: 'message = "Money and purchases differ"',
  },
];

/** The maximum number of lines that a query shows. */
const MAX_LINES = 200;

/** Saves the runbook's queries for those of their functions that the stage has, if it has any. */
export function saveLogQueries(
  scope: Construct,
  stage: StageName,
  logGroupOf: (id: FunctionId) => ILogGroup | undefined,
): void {
  for (const { name, functions, fields, filter } of logQueries) {
    const logGroups = functions.map(logGroupOf).filter((group) => group !== undefined);
    if (logGroups.length === 0) continue;
    new QueryDefinition(scope, name, {
      queryDefinitionName: `willcall-${stage}-${name}`,
      logGroups,
      queryString: new QueryString({
        fields: [...fields],
        filterStatements: [filter],
        sort: '@timestamp desc',
        limit: MAX_LINES,
      }),
    });
  }
}
