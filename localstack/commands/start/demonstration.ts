import { resolve } from 'node:path';
import { openClient } from '@willcall/client/checked';
import { issueToken } from '../../stage/identity.ts';
import type { RunningStack } from '../../stage/running-stack.ts';

/** Tickets of the first purchase. */
const TICKETS = 2;

const DAYS_AHEAD = 60;
const MS_PER_DAY = 24 * 60 * 60 * 1_000;

/**
 * Finds a show that sells a first purchase, or creates one, and returns its id.
 *
 * @throws ApiError; the reason of the signal
 */
export const findOrCreateShow = async (url: string, signal: AbortSignal): Promise<string> => {
  const client = openClient({ url });
  try {
    const { shows } = (await client.call('listShows', { signal })).body;
    const forTwo = shows.find(
      ({ onSale, seating, maxTicketsPerBuyer = TICKETS }) =>
        onSale && seating === 'GENERAL' && maxTicketsPerBuyer >= TICKETS,
    );
    if (forTwo !== undefined) return forTwo.showId;
    const created = await client.call('createShow', {
      signal,
      token: await issueToken({ user: 'ops', admin: true }),
      body: {
        name: 'The Magic Flute',
        venue: 'Old Opera House',
        startsAt: `${new Date(Date.now() + DAYS_AHEAD * MS_PER_DAY).toISOString().slice(0, 10)}T18:00:00Z`,
        timeZone: 'Europe/Berlin',
        price: { amount: 4_500, currency: 'EUR' },
        capacity: 500,
      },
    });
    return created.body.showId;
  } finally {
    client.close();
  }
};

export type Started = {
  readonly running: RunningStack;
  readonly logFile: string;
  /** A show that is on sale, for a first purchase. */
  readonly showId: string;
};

/** Describes what runs where and how to buy a first ticket, for the user of `npm start`. */
export const formatGreeting = (
  { running, logFile, showId }: Started,
  dataFolder: string | undefined,
): string => {
  const { url, dynamodbEndpoint, sqsEndpoint, eventsEndpoint, queues } = running;
  const { paymentsEndpoint = 'none' } = running;
  return `Open ${url} in a browser, and press "Demo sale".

Box office     ${url}
API            ${url}   pages at ${url}/docs
DynamoDB       ${dynamodbEndpoint}
SQS and S3     ${sqsEndpoint}
EventBridge    ${eventsEndpoint}   bus ${running.bus}
Payments       ${paymentsEndpoint}   a local Stripe
Dead letters   ${queues['purchases-dead'].url}
Function log   ${logFile}
State          ${formatState(running, dataFolder)}

willcall is ready

To buy a ticket, run this in another terminal, in this folder:

${formatFirstPurchase(url, showId)}

Press Ctrl-C to stop everything.`;
};

const formatState = ({ backend }: RunningStack, dataFolder: string | undefined): string =>
  backend === 'localstack'
    ? 'in LocalStack, until it stops'
    : (dataFolder ?? 'in memory (WILLCALL_DATA=folder keeps it)');

/** A test number that every payment provider knows. Nothing is ever charged. */
const TEST_CARD = '4242424242424242';

/**
 * Shell commands to copy: create a token, buy a ticket, read the decision. The key contains the show,
 * because the same key with another show, or with the body of the README, would be refused.
 */
const formatFirstPurchase = (url: string, showId: string): string => {
  const body = JSON.stringify({
    showId,
    quantity: TICKETS,
    holder: { name: 'Alice', email: 'alice@example.com' },
    card: { number: TEST_CARD, expiryMonth: 12, expiryYear: new Date().getUTCFullYear() + 2 },
  });
  // A token is signed with the key of the stack's state folder, which another terminal does not know.
  const state = process.env.WILLCALL_STATE;
  const where = state === undefined ? '' : `WILLCALL_STATE='${resolve(state)}' `;
  return `TOKEN=$(${where}npm run --silent token -- alice)
ANSWER=$(curl -sSi -X POST ${url}/v1/purchases \\
  -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
  -H 'idempotency-key: first-purchase-${showId}' \\
  -d '${body}')
echo "$ANSWER"
PURCHASE=$(echo "$ANSWER" | sed -n 's/.*"purchaseId":"\\([^"]*\\)".*/\\1/p')
curl -sS ${url}/v1/purchases/$PURCHASE -H "authorization: Bearer $TOKEN"`;
};
