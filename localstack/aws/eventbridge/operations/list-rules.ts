import * as z from 'zod';
import { RuleName } from '../rules/rule.ts';
import { describedRule } from './describe-rule.ts';
import { findBus } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { PageInput, page } from './page.ts';
import { EventBusName, parseInput } from './parse-input.ts';

const Input = z.strictObject({ NamePrefix: RuleName.default(''), EventBusName, ...PageInput });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const listRules: Operation = (context, input) => {
  const { NamePrefix, EventBusName, ...asked } = parseInput(Input, input);
  const bus = findBus(context, EventBusName);
  const rules = context.rules.ofBus(bus).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, NextToken } = page(rules, ({ name }) => name, asked);
  return { Rules: items.map(describedRule), NextToken };
};
