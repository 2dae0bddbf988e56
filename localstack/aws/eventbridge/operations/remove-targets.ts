import * as z from 'zod';
import { RuleName } from '../rules/rule.ts';
import { findRule } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { EventBusName, parseInput } from './parse-input.ts';

const Input = z.strictObject({
  Rule: RuleName,
  EventBusName,
  Ids: z.array(z.string()).min(1).max(100),
  Force: z.boolean().optional(),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets: Operation = async (context, input) => {
  const { Rule, EventBusName, Ids } = parseInput(Input, input);
  const rule = findRule(context, EventBusName, Rule);
  const known = new Set(rule.targets.map(({ Id }) => Id));
  const targets = rule.targets.filter(({ Id }) => !Ids.includes(Id));
  await context.rules.put({ ...rule, targets });
  const failures = Ids.filter((id) => !known.has(id)).map((id) => ({
    TargetId: id,
    ErrorCode: 'ResourceNotFoundException',
    ErrorMessage: `Rule '${Rule}' does not have a target with the Id '${id}'.`,
  }));
  return { FailedEntryCount: failures.length, FailedEntries: failures };
};
