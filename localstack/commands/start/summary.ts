import { firstPurchase } from './first-purchase.ts';
import type { Stack } from './run-stack.ts';

/** What runs where, for the person who typed `npm start`. */
export const summary = (
  { running, logFile, showId }: Stack,
  dataFolder: string | undefined,
): string => {
  const { url, dynamodbEndpoint, sqsEndpoint, eventsEndpoint, queues } = running;
  return `API            ${url}
DynamoDB       ${dynamodbEndpoint}
SQS and S3     ${sqsEndpoint}
EventBridge    ${eventsEndpoint}   bus ${running.bus}
Dead letters   ${queues['purchases-dead'].url}
Function log   ${logFile}
State          ${state(running, dataFolder)}

willcall is ready

Buy a ticket, in another terminal in this folder:

${firstPurchase(url, showId)}

Ctrl-C stops everything.`;
};

const state = ({ backend }: Stack['running'], dataFolder: string | undefined): string =>
  backend === 'localstack'
    ? "LocalStack's, gone when it stops"
    : (dataFolder ?? 'in memory (WILLCALL_DATA=folder keeps it)');
