import type { FunctionId, StageName } from '@willcall/topology';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import { logQueries } from './log-queries.ts';

/** Lines that a query shows at most. */
const MOST_LINES = 200;

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
        limit: MOST_LINES,
      }),
    });
  }
}
