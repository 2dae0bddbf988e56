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
import { type BurnAlarms, burnAlarms } from '../slo/burn-alarms.ts';
import { type AlarmDefinition, makeAlarm, makeComposite } from './alarm.ts';
import { eventAlarms, tableAlarms } from './change-alarms.ts';
import { queueAlarms, workerAlarms } from './decision-alarms.ts';
import { apiAlarms, functionAlarms } from './request-alarms.ts';
import { scheduleAlarms } from './schedule-alarms.ts';

/**
 * A stage's alarms. Each tells of itself when it begins and when it ends, apart from the windows of a
 * burn rate, which tell together. `sale-in-trouble` is the one to be woken by: whatever buyers notice.
 */
export class StageAlarms extends Construct {
  /** For the dashboard: all that tell of themselves. */
  readonly told: readonly (Alarm | CompositeAlarm)[];

  constructor(
    scope: Construct,
    id: string,
    { watched, actions }: { readonly watched: Watched; readonly actions: readonly IAlarmAction[] },
  ) {
    super(scope, id);
    const { stage } = watched;
    const made = allAlarms(watched).map((definition) => ({
      definition,
      alarm: makeAlarm(this, stage, definition),
    }));
    const burning = burnAlarms(watched).map((level) => this.#burning(stage, level));
    const troubles = made.filter(({ definition }) => definition.troublesSale === true);
    const inTrouble = makeComposite(this, stage, {
      id: 'sale-in-trouble',
      summary: 'Buyers notice that something is wrong.',
      rule: AlarmRule.anyOf(...troubles.map(({ alarm }) => isIn(alarm))),
    });
    this.told = [inTrouble, ...burning, ...made.map(({ alarm }) => alarm)];
    for (const alarm of this.told) {
      alarm.addAlarmAction(...actions);
      alarm.addOkAction(...actions);
    }
  }

  #burning(stage: string, { level, pairs }: BurnAlarms): CompositeAlarm {
    const isBurning = (definition: AlarmDefinition) => isIn(makeAlarm(this, stage, definition));
    return makeComposite(this, stage, {
      id: level.section,
      summary: `${level.title}: the error budget is being spent too fast.`,
      rule: AlarmRule.anyOf(
        ...pairs.map(({ long, short }) => AlarmRule.allOf(isBurning(long), isBurning(short))),
      ),
    });
  }
}

const isIn = (alarm: Alarm): IAlarmRule => AlarmRule.fromAlarm(alarm, AlarmState.ALARM);

/** Every alarm on a metric, those of the service levels apart. */
export const allAlarms = (watched: Watched): AlarmDefinition[] => [
  ...queueAlarms(watched),
  ...functionAlarms(watched),
  ...apiAlarms(watched),
  ...workerAlarms(watched),
  ...tableAlarms(watched),
  ...eventAlarms(watched),
  ...scheduleAlarms(watched),
];
