import type { Watched } from '../metrics/watched.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { apiAlarms } from './api-alarms.ts';
import { eventAlarms } from './event-alarms.ts';
import { functionAlarms } from './function-alarms.ts';
import { queueAlarms } from './queue-alarms.ts';
import { scheduleAlarms } from './schedule-alarms.ts';
import { tableAlarms } from './table-alarms.ts';
import { workerAlarms } from './worker-alarms.ts';

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
