import type { Guard } from '../guard.ts';

/** Guards of the local AWS against losing an event or delivering it from two processes. */
export const localAwsGuards: readonly Guard[] = [
  {
    guard: 'One process at a time uses a data folder.',
    file: 'localstack/aws/process/folder-lock.ts',
    from: "database.exec('BEGIN EXCLUSIVE');",
    to: "database.exec('BEGIN');",
    tests: 'localstack/aws/process/claim-folder.test.ts',
    caughtBy: 'exactly one wins',
  },
  {
    guard: 'A delivery stays in the log until its target has the event.',
    file: 'localstack/aws/eventbridge/deliveries.ts',
    from: 'if (stopping.aborted && kept.isDurable) return;\n    await pause',
    to: 'if (stopping.aborted && kept.isDurable) return kept.remove(id);\n    await pause',
    tests: 'localstack/aws/eventbridge/durable-deliveries.test.ts',
    caughtBy: 'is still there for the next process after a stop',
  },
  {
    guard: 'A restart gives back the messages that were in flight.',
    file: 'localstack/aws/fauxqs/message-log.ts',
    from: '  giveBackMessages(log);\n',
    to: '  if (log.db.location() === "") giveBackMessages(log);\n',
    tests: 'localstack/stage/longest-wait.test.ts',
    caughtBy: 'is received at once',
  },
  {
    guard: 'Only pages of the named origins read the answers of the local API.',
    file: 'localstack/aws/api-gateway/cors.ts',
    from: 'allowOrigins.find((allowed) => allowed === origin[0])',
    to: 'allowOrigins.length > 0 ? origin[0] : undefined',
    tests: 'localstack/aws/api-gateway/cors.test.ts',
    caughtBy: 'says nothing of CORS to',
  },
];
