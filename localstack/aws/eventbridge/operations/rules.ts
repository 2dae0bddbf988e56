import * as z from 'zod';
import { jsonObject } from '../../json.ts';
import { LOCAL_ACCOUNT, ruleArn } from '../../local-account.ts';
import { EventsError } from '../events-error.ts';
import { type EventPattern, InvalidPatternError } from '../pattern/event-pattern.ts';
import { matches } from '../pattern/matches.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { type Rule, RuleName, RuleState } from '../rule.ts';
import {
  EventBusName,
  findBus,
  findRule,
  type Operation,
  PageInput,
  paginate,
  parseInput,
} from './operation.ts';

/**
 * The default quota. AWS raises it on request, so a pattern that fits here fits in every account.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const MAX_PATTERN_LENGTH = 2_048;

const PutRuleInput = z.strictObject({
  Name: RuleName,
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  State: RuleState.default('ENABLED'),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().min(1).max(1_600).optional(),
  EventBusName,
});

/**
 * Creates a rule, or replaces an existing one and keeps its targets. Omitted fields are cleared.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const putRule: Operation = async (context, input) => {
  const { Name, EventPattern, ScheduleExpression, State, Description, RoleArn, EventBusName } =
    parseInput(PutRuleInput, input);
  const bus = findBus(context, EventBusName);
  if (ScheduleExpression) {
    throw createValidationError('ScheduleExpression is not supported by the local event bus.');
  }
  if (!EventPattern) {
    throw createValidationError(
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  }
  parseRequestPattern(EventPattern);
  if (EventPattern.length > MAX_PATTERN_LENGTH) {
    throw new EventsError(
      'LimitExceededException',
      `An event pattern can have at most ${MAX_PATTERN_LENGTH} characters.`,
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

const DeleteRuleInput = z.strictObject({
  Name: RuleName,
  EventBusName,
  Force: z.boolean().optional(),
});

/**
 * Deletes a rule without targets. Succeeds if the rule does not exist.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
 */
export const deleteRule: Operation = async (context, input) => {
  const { Name, EventBusName } = parseInput(DeleteRuleInput, input);
  const rule = context.rules.find(findBus(context, EventBusName), Name);
  if (rule === undefined) return {};
  if (rule.targets.length > 0) {
    throw new EventsError('ValidationException', "Rule can't be deleted since it has targets.");
  }
  await context.rules.remove(rule);
  return {};
};

const DescribeRuleInput = z.strictObject({ Name: RuleName, EventBusName });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule: Operation = (context, input) => {
  const { Name, EventBusName } = parseInput(DescribeRuleInput, input);
  return {
    ...formatRule(findRule(context, EventBusName, Name)),
    CreatedBy: LOCAL_ACCOUNT,
  };
};

const ListRulesInput = z.strictObject({
  NamePrefix: RuleName.default(''),
  EventBusName,
  ...PageInput,
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const listRules: Operation = (context, input) => {
  const { NamePrefix, EventBusName, ...pageInput } = parseInput(ListRulesInput, input);
  const bus = findBus(context, EventBusName);
  const rules = context.rules.list(bus).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, NextToken } = paginate(rules, ({ name }) => name, pageInput);
  return { Rules: items.map(formatRule), NextToken };
};

/** Formats a rule for DescribeRule and ListRules. */
const formatRule = (rule: Rule) => ({
  Name: rule.name,
  Arn: ruleArn(rule),
  EventPattern: rule.eventPattern,
  State: rule.state,
  Description: rule.description,
  RoleArn: rule.roleArn,
  EventBusName: rule.bus,
});

const TestPatternInput = z.strictObject({ EventPattern: z.string(), Event: z.string() });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern: Operation = (_context, input) => {
  const { EventPattern, Event } = parseInput(TestPatternInput, input);
  const event = jsonObject(Event);
  if (event === undefined) {
    throw new EventsError('ValidationException', 'Parameter Event is not valid.');
  }
  return { Result: matches(parseRequestPattern(EventPattern), event) };
};

/**
 * Parses the pattern of a request.
 * @throws EventsError InvalidEventPatternException
 */
const parseRequestPattern = (text: string): EventPattern => {
  try {
    return parsePattern(text);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new EventsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
      { cause: error },
    );
  }
};

const createValidationError = (message: string): EventsError =>
  new EventsError('ValidationException', message);
