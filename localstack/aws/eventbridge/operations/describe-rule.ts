import * as z from 'zod';
import { ruleArn } from '../../clients/event-arns.ts';
import { LOCAL_ACCOUNT } from '../../lambda/lambda-context.ts';
import { type Rule, RuleName } from '../rules/rule.ts';
import { findRule } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { EventBusName, parseInput } from './parse-input.ts';

const Input = z.strictObject({ Name: RuleName, EventBusName });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule: Operation = (context, input) => {
  const { Name, EventBusName } = parseInput(Input, input);
  return {
    ...describedRule(findRule(context, EventBusName, Name)),
    CreatedBy: LOCAL_ACCOUNT,
  };
};

/** A rule as DescribeRule and ListRules tell of it. */
export const describedRule = (rule: Rule) => ({
  Name: rule.name,
  Arn: ruleArn(rule),
  EventPattern: rule.eventPattern,
  State: rule.state,
  Description: rule.description,
  RoleArn: rule.roleArn,
  EventBusName: rule.bus,
});
