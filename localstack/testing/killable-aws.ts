import { onTestFinished } from 'vitest';
import { startDynamoDb } from '../aws/dynamodb/start-dynamodb.ts';
import { startSqs } from '../aws/fauxqs/start-sqs.ts';

type Part = Awaited<ReturnType<typeof startSqs>> & { readonly endpoint: string };

const part = async (starting: ReturnType<typeof startSqs>): Promise<Part> => {
  const child = await starting;
  onTestFinished(child.stop);
  return { ...child, endpoint: `http://127.0.0.1:${child.port}` };
};

/** Starts an SQS that the test can kill. */
export const startOwnSqs = (folder?: string): Promise<Part> => part(startSqs({ folder }));

/** Starts a DynamoDB that the test can kill. */
export const startOwnDynamoDb = (folder?: string): Promise<Part> => part(startDynamoDb({ folder }));

/** Kills a process, and waits until it has exited. */
export const crash = async (child: Part): Promise<void> => {
  process.kill(child.pid, 'SIGKILL');
  await child.unexpectedEnd;
};
