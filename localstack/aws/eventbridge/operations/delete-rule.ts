import * as z from 'zod';
import { EventsError } from '../events-error.ts';
import { RuleName } from '../rules/rule.ts';
import { findBus } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { EventBusName, parseInput } from './parse-input.ts';

const Input = z.strictObject({ Name: RuleName, EventBusName, Force: z.boolean().optional() });

/**
 * Deletes a rule without targets; one that is not there is as good as deleted.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
 */
export const deleteRule: Operation = async (context, input) => {
  const { Name, EventBusName } = parseInput(Input, input);
  const rule = context.rules.find(findBus(context, EventBusName), Name);
  if (rule === undefined) return {};
  if (rule.targets.length > 0) {
    throw new EventsError('ValidationException', "Rule can't be deleted since it has targets.");
  }
  await context.rules.remove(rule);
  return {};
};
