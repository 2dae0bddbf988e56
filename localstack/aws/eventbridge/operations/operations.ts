import { deleteRule } from './delete-rule.ts';
import { describeRule } from './describe-rule.ts';
import { listRules } from './list-rules.ts';
import { listTargetsByRule } from './list-targets-by-rule.ts';
import type { Operation } from './operation.ts';
import { putEvents } from './put-events.ts';
import { putRule } from './put-rule.ts';
import { putTargets } from './put-targets.ts';
import { removeTargets } from './remove-targets.ts';
import { testEventPattern } from './test-event-pattern.ts';

/** By their names in the header `X-Amz-Target`. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['DeleteRule', deleteRule],
  ['DescribeRule', describeRule],
  ['ListRules', listRules],
  ['ListTargetsByRule', listTargetsByRule],
  ['PutEvents', putEvents],
  ['PutRule', putRule],
  ['PutTargets', putTargets],
  ['RemoveTargets', removeTargets],
  ['TestEventPattern', testEventPattern],
]);
