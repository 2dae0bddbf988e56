import * as z from 'zod';
import { ruleArn } from '../../clients/event-arns.ts';
import { EventsError } from '../events-error.ts';
import { RuleName, RuleState } from '../rules/rule.ts';
import { checkedPattern } from './checked-pattern.ts';
import { findBus } from './find-rule.ts';
import type { Operation } from './operation.ts';
import { EventBusName, parseInput } from './parse-input.ts';

/**
 * The default quota; AWS raises it on request, so a pattern that fits here fits everywhere.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const LONGEST_PATTERN = 2_048;

const Input = z.strictObject({
  Name: RuleName,
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  State: RuleState.default('ENABLED'),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().min(1).max(1_600).optional(),
  EventBusName,
});

/**
 * Makes a rule, or replaces one but for its targets: what is left out is not kept.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const putRule: Operation = async (context, input) => {
  const { Name, EventPattern, ScheduleExpression, State, Description, RoleArn, EventBusName } =
    parseInput(Input, input);
  const bus = findBus(context, EventBusName);
  if (ScheduleExpression) {
    throw invalid('ScheduleExpression is not supported by the local event bus.');
  }
  if (!EventPattern) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  checkedPattern(EventPattern);
  if (EventPattern.length > LONGEST_PATTERN) {
    throw new EventsError(
      'LimitExceededException',
      `An event pattern may have ${LONGEST_PATTERN} characters.`,
    );
  }
  const rule = {
    bus,
    name: Name,
    eventPattern: EventPattern,
    state: State,
    description: Description,
    roleArn: RoleArn,
    targets: context.rules.find(bus, Name)?.targets ?? [],
  };
  await context.rules.put(rule);
  return { RuleArn: ruleArn(rule) };
};

const invalid = (message: string): EventsError => new EventsError('ValidationException', message);
