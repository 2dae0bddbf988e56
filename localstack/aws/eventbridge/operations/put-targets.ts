import * as z from 'zod';
import { EventsError } from '../events-error.ts';
import { RuleName } from '../rules/rule.ts';
import { Target } from '../rules/target.ts';
import { findRule } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { EventBusName, parseInput } from './parse-input.ts';
import { refuseUnusableInput } from './refuse-unusable-input.ts';
import { targetFailure } from './target-failure.ts';

const Input = z.strictObject({
  Rule: RuleName,
  EventBusName,
  Targets: z.array(Target).min(1).max(100),
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_TARGETS = 5;

/**
 * Adds targets to a rule, or replaces those with the same ids. What is wrong with the destination
 * of one fails that one only.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export const putTargets: Operation = async (context, input) => {
  const { Rule, EventBusName, Targets } = parseInput(Input, input);
  const rule = findRule(context, EventBusName, Rule);
  for (const target of Targets) refuseUnusableInput(target);
  const failures = Targets.map(targetFailure).filter((failure) => failure !== undefined);
  const failed = new Set(failures.map(({ TargetId }) => TargetId));
  const targets = new Map(rule.targets.map((target) => [target.Id, target]));
  for (const target of Targets) if (!failed.has(target.Id)) targets.set(target.Id, target);
  if (targets.size > MOST_TARGETS) {
    throw new EventsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  }
  await context.rules.put({ ...rule, targets: [...targets.values()] });
  return { FailedEntryCount: failures.length, FailedEntries: failures };
};
