import {
  type Alarm,
  AlarmRule,
  AlarmState,
  type CompositeAlarm,
  type IAlarmAction,
  type IAlarmRule,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watched } from '../metrics/aws-metrics.ts';
import { type BurnAlarms, defineBurnAlarms } from '../slo/burn-alarms.ts';
import { type AlarmDefinition, makeAlarm, makeCompositeAlarm } from './alarm.ts';
import { defineEventAlarms, defineRecordAlarms, defineTableAlarms } from './change-alarms.ts';
import { defineQueueAlarms, defineWorkerAlarms } from './decision-alarms.ts';
import { definePaymentAlarms } from './payment-alarms.ts';
import { defineApiAlarms, defineFunctionAlarms } from './request-alarms.ts';
import { defineScheduleAlarms } from './schedule-alarms.ts';

/**
 * A stage's alarms. Each one sends a notification when it goes into ALARM and when it goes back to OK.
 * The single windows of a burn rate do not, their composite alarm does. `sale-in-trouble` covers all
 * problems that buyers notice, and is the alarm to wake up for.
 */
export class StageAlarms extends Construct {
  /** The alarms that send notifications; the dashboard shows them. */
  readonly notifying: readonly (Alarm | CompositeAlarm)[];

  constructor(
    scope: Construct,
    id: string,
    { watched, actions }: { readonly watched: Watched; readonly actions: readonly IAlarmAction[] },
  ) {
    super(scope, id);
    const { stage } = watched;
    const made = defineAlarms(watched).map((definition) => ({
      definition,
      alarm: makeAlarm(this, stage, definition),
    }));
    const burning = defineBurnAlarms(watched).map((level) => this.#burning(stage, level));
    const troubles = made.filter(({ definition }) => definition.affectsBuyers === true);
    const inTrouble = makeCompositeAlarm(this, stage, {
      id: 'sale-in-trouble',
      summary: 'At least one alarm about a problem that buyers notice is in ALARM.',
      rule: AlarmRule.anyOf(...troubles.map(({ alarm }) => isIn(alarm))),
    });
    this.notifying = [inTrouble, ...burning, ...made.map(({ alarm }) => alarm)];
    for (const alarm of this.notifying) {
      alarm.addAlarmAction(...actions);
      alarm.addOkAction(...actions);
    }
  }

  #burning(stage: string, { level, pairs }: BurnAlarms): CompositeAlarm {
    const isBurning = (definition: AlarmDefinition) => isIn(makeAlarm(this, stage, definition));
    return makeCompositeAlarm(this, stage, {
      id: level.section,
      summary: `${level.title}: the error budget is spent too fast.`,
      rule: AlarmRule.anyOf(
        ...pairs.map(({ long, short }) => AlarmRule.allOf(isBurning(long), isBurning(short))),
      ),
    });
  }
}

const isIn = (alarm: Alarm): IAlarmRule => AlarmRule.fromAlarm(alarm, AlarmState.ALARM);

/** Defines every alarm on a single metric, except those of the service levels. */
export const defineAlarms = (watched: Watched): AlarmDefinition[] => [
  ...defineQueueAlarms(watched),
  ...defineFunctionAlarms(watched),
  ...defineApiAlarms(watched),
  ...defineWorkerAlarms(watched),
  ...defineTableAlarms(watched),
  ...defineRecordAlarms(watched),
  ...defineEventAlarms(watched),
  ...defineScheduleAlarms(watched),
  ...definePaymentAlarms(watched),
];
