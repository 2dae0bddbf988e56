import type { Operation } from './operation.ts';
import { putEvents } from './put-events.ts';
import { deleteRule, describeRule, listRules, putRule, testEventPattern } from './rules.ts';
import { listTargetsByRule, putTargets, removeTargets } from './targets.ts';

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
