import type { QueueId } from './queues.ts';
import type { TableId } from './tables.ts';

/** The environment variables by which functions know their tables, deployed or local. */
export const tableVariables = {
  shows: 'SHOWS_TABLE',
  stock: 'STOCK_TABLE',
  purchases: 'PURCHASES_TABLE',
  seats: 'SEATS_TABLE',
  reminders: 'REMINDERS_TABLE',
  pulse: 'PULSE_TABLE',
} as const satisfies Record<TableId, string>;

/** The same for their queues, by URL. */
export const queueVariables = {
  purchases: 'PURCHASES_QUEUE_URL',
  'purchases-dead': 'DEAD_LETTERS_QUEUE_URL',
  'parked-purchases': 'PARKED_PURCHASES_QUEUE_URL',
  'parked-events': 'PARKED_EVENTS_QUEUE_URL',
} as const satisfies Record<QueueId, string>;
