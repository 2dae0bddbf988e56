import * as z from 'zod';
import { parseJson } from '../../json.ts';
import { parseArn } from '../../local-account.ts';
import { EventsError } from '../events-error.ts';
import { findVariables } from '../input/input-template.ts';
import { parseJsonPath } from '../input/json-path.ts';
import { isReserved } from '../input/target-input.ts';
import { RuleName, Target } from '../rule.ts';
import {
  EventBusName,
  findRule,
  type Operation,
  PageInput,
  paginate,
  parseInput,
} from './operation.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_TARGETS = 5;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const MAX_VARIABLES = 100;

const PutTargetsInput = z.strictObject({
  Rule: RuleName,
  EventBusName,
  Targets: z.array(Target).min(1).max(100),
});

/**
 * Adds targets to a rule, or replaces those with the same ids. A target whose destination is not valid
 * fails alone.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export const putTargets: Operation = async (context, input) => {
  const { Rule, EventBusName, Targets } = parseInput(PutTargetsInput, input);
  const rule = findRule(context, EventBusName, Rule);
  for (const target of Targets) refuseUnusableInput(target);
  const failures = Targets.map(checkTarget).filter((failure) => failure !== undefined);
  const failed = new Set(failures.map(({ TargetId }) => TargetId));
  const targets = new Map(rule.targets.map((target) => [target.Id, target]));
  for (const target of Targets) if (!failed.has(target.Id)) targets.set(target.Id, target);
  if (targets.size > MAX_TARGETS) {
    throw new EventsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  }
  await context.rules.put({ ...rule, targets: [...targets.values()] });
  return { FailedEntryCount: failures.length, FailedEntries: failures };
};

const RemoveTargetsInput = z.strictObject({
  Rule: RuleName,
  EventBusName,
  Ids: z.array(z.string()).min(1).max(100),
  Force: z.boolean().optional(),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets: Operation = async (context, input) => {
  const { Rule, EventBusName, Ids } = parseInput(RemoveTargetsInput, input);
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

const ListTargetsInput = z.strictObject({ Rule: RuleName, EventBusName, ...PageInput });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule: Operation = (context, input) => {
  const { Rule, EventBusName, ...pageInput } = parseInput(ListTargetsInput, input);
  const { targets } = findRule(context, EventBusName, Rule);
  const sorted = targets.toSorted((one, other) => (one.Id < other.Id ? -1 : 1));
  const { items, NextToken } = paginate(sorted, ({ Id }) => Id, pageInput);
  return { Targets: items, NextToken };
};

/**
 * Refuses a target whose input could never be created. AWS checks a JSON path only when it uses the
 * path. Here an unsupported path is refused at once.
 * @throws EventsError ValidationException
 */
const refuseUnusableInput = (target: Target): void => {
  const { Id, Input, InputPath, InputTransformer } = target;
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1) {
    throw createValidationError(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  }
  if (Input !== undefined && parseJson(Input) === undefined) {
    throw createValidationError(`Input for target ${Id} is not valid JSON.`);
  }
  const { InputPathsMap = {}, InputTemplate = '' } = InputTransformer ?? {};
  const names = Object.keys(InputPathsMap);
  if (names.length > MAX_VARIABLES) {
    throw createValidationError(
      `InputPathsMap for target ${Id} has more than ${MAX_VARIABLES} variables.`,
    );
  }
  const paths = [...Object.values(InputPathsMap), ...(InputPath === undefined ? [] : [InputPath])];
  const wrong = paths.find((path) => parseJsonPath(path) === undefined);
  if (wrong !== undefined)
    throw createValidationError(`JSON path ${wrong} for target ${Id} is not supported.`);
  const unknown = findVariables(InputTemplate).find(
    (name) => !names.includes(name) && !isReserved(name),
  );
  if (unknown !== undefined) {
    throw createValidationError(
      `InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`,
    );
  }
};

const createValidationError = (message: string): EventsError =>
  new EventsError('ValidationException', message);

type TargetFailure = {
  readonly TargetId: string;
  readonly ErrorCode: 'ValidationException';
  readonly ErrorMessage: string;
};

/** Returns why a target cannot receive events, or undefined if it can. */
const checkTarget = (target: Target): TargetFailure | undefined => {
  const { Id, Arn, SqsParameters, DeadLetterConfig } = target;
  const reason =
    checkDestination(Arn, ['lambda', 'sqs']) ??
    (Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId
      ? `Parameter(s) SqsParameters must be specified for target: ${Id}.`
      : undefined) ??
    (DeadLetterConfig?.Arn === undefined ? undefined : checkDeadLetterQueue(DeadLetterConfig.Arn));
  return reason === undefined
    ? undefined
    : { TargetId: Id, ErrorCode: 'ValidationException', ErrorMessage: reason };
};

const checkDestination = (arn: string, services: readonly string[]): string | undefined => {
  const parsed = parseArn(arn);
  if (parsed === undefined) {
    return `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`;
  }
  return services.includes(parsed.service)
    ? undefined
    : `Parameter ${arn} is not valid. Reason: the local event bus delivers to Lambda functions and SQS queues only.`;
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html#eb-dlq-considerations */
const checkDeadLetterQueue = (arn: string): string | undefined =>
  checkDestination(arn, ['sqs']) ??
  (arn.endsWith('.fifo')
    ? `Parameter ${arn} is not valid. Reason: a dead-letter queue must be a standard queue.`
    : undefined);
