import * as z from 'zod';
import { RuleName } from '../rules/rule.ts';
import { findRule } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { PageInput, page } from './page.ts';
import { EventBusName, parseInput } from './parse-input.ts';

const Input = z.strictObject({ Rule: RuleName, EventBusName, ...PageInput });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule: Operation = (context, input) => {
  const { Rule, EventBusName, ...asked } = parseInput(Input, input);
  const { targets } = findRule(context, EventBusName, Rule);
  const sorted = targets.toSorted((one, other) => (one.Id < other.Id ? -1 : 1));
  const { items, NextToken } = page(sorted, ({ Id }) => Id, asked);
  return { Targets: items, NextToken };
};
