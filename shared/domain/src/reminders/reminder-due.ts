/** The moment in which a reminder is due, read from its partition: the beginning of its minute. */
export function reminderDueAtOf(dueKey: string): string {
  const [minute = ''] = dueKey.split('#');
  return new Date(`${minute}:00Z`).toISOString();
}
