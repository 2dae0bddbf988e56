import {
  type FunctionId,
  rules,
  type ScheduleDefinition,
  type StageName,
  schedules,
} from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { ruleName } from '../../messaging/rule-name.ts';
import type { ComputeResources } from '../compute-resources.ts';
import type { DeployedFunction } from '../function/make-function.ts';
import { ruleTarget } from './rule-target.ts';

export type RulesInput = Pick<ComputeResources, 'messaging'> & {
  readonly stage: StageName;
  readonly functions: Readonly<Record<FunctionId, DeployedFunction>>;
};

/** EventBridge's longest: an event is worth a day. */
const UNTIL_DELIVERED = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** A turn that is late is made up for by the next one. */
const UNTIL_NEXT_TURN = { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 };

/** Invokes the functions of the definitions by events, and by the clock. */
export const makeRules = (scope: Construct, { stage, functions, messaging }: RulesInput): void => {
  const failed = messaging.failedTargets;
  for (const { name, pattern, function: id } of rules) {
    ruleTarget(scope, `Rule-${name}`, {
      name: ruleName(stage, name),
      when: { eventBusName: messaging.bus.eventBusName, eventPattern: pattern },
      target: functions[id].alias,
      failed,
      retries: UNTIL_DELIVERED,
    });
  }
  for (const schedule of schedules) {
    const { alias } = functions[schedule.function];
    ruleTarget(scope, `Schedule-${schedule.name}`, {
      name: ruleName(stage, schedule.name),
      when: { scheduleExpression: rate(schedule) },
      target: alias,
      failed,
      retries: UNTIL_NEXT_TURN,
    });
    alias.configureAsyncInvoke({
      maxEventAge: Duration.seconds(UNTIL_NEXT_TURN.maximumEventAgeInSeconds),
      retryAttempts: 0,
    });
  }
};

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const rate = ({ everyMinutes }: ScheduleDefinition): string =>
  `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`;
