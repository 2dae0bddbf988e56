import * as z from 'zod';

/** Seconds between a reminder and the start of its show: none to 30 days. */
export const ReminderLead = z
  .int()
  .min(0)
  .max(30 * 24 * 60 * 60);
