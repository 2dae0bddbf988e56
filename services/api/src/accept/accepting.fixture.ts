import { PurchaseMessage } from '@willcall/contracts';
import {
  createHttpEvent,
  createLambdaContext,
  type HttpEventOptions,
} from '@willcall/lambda/testing';
import { answeredDynamoDb, answeredSqs } from '../answered-aws.fixture.ts';
import { createAccept } from '../functions/accept.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { keysFile } from '../keys-file.fixture.ts';

/** The time of every request, unless a test sets another. */
export const NOW = '2031-05-15T12:00:00.000Z';
export const NUMBER = '4242424242424242';
export const keys = { current: new Uint8Array(32).fill(1) };
/** Two tickets for Ana, by Visa. */
export const request = {
  showId: hamlet.showId,
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { number: NUMBER, expiryMonth: 12, expiryYear: 2033 },
};
const { card: _, ...cardless } = request;
export const withoutCard = cardless;

/** A lag that a worker has just measured. */
export const pulse = (subject: string, lagMs: number) => ({
  subject,
  environment: 'worker',
  lagMs,
  at: NOW,
});

type Setup = {
  readonly show?: () => object | Promise<object>;
  /** The answer to the query for the lags of the queue or a show. */
  readonly lags?: () => object | Promise<object>;
  /** The answer to the read of the buyer's record. */
  readonly own?: () => object | Promise<object>;
  readonly random?: () => number;
  readonly now?: () => string;
  readonly sqs?: () => object | Promise<object>;
  readonly file?: string;
};

/** Creates `accept` with all calls to AWS answered by the test. */
export async function accepting({
  show = () => ({ Item: hamlet }),
  lags = () => ({}),
  own = () => ({}),
  random = () => 0.999,
  now = () => NOW,
  sqs,
  file,
}: Setup = {}) {
  const dynamodb = answeredDynamoDb(({ command, input }) => {
    if (command === 'QueryCommand') return lags();
    return Reflect.get(input, 'TableName') === 'purchases' ? own() : show();
  });
  const queue = answeredSqs(sqs);
  const handler = createAccept(
    {
      AWS_REGION: 'eu-central-1',
      WILLCALL_BACKEND: 'embedded',
      SHOWS_TABLE: 'shows',
      PURCHASES_TABLE: 'purchases',
      PULSE_TABLE: 'pulse',
      PURCHASES_QUEUE_URL: 'https://sqs.example.com/000000000000/purchases.fifo',
      PURCHASE_ID_KEYS_FILE: file ?? (await keysFile(keys)),
    },
    {
      clock: () => new Date(now()),
      random,
      dynamodbPlugins: [dynamodb.plugin],
      sqsPlugins: [queue.plugin],
    },
  );
  const post = async (
    body: object,
    { headers = {}, ...more }: HttpEventOptions = {},
    idempotencyKey = 'key-1',
  ) => {
    const event = createHttpEvent({
      routeKey: 'POST /v1/purchases',
      claims: { sub: 'alice' },
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        ...headers,
      },
      ...more,
    });
    const reply = await handler(event, createLambdaContext());
    const json: unknown = JSON.parse(reply.body ?? '');
    return { status: reply.statusCode, headers: reply.headers ?? {}, json, reply };
  };
  const messages = () =>
    queue.calls.map(({ input }) =>
      PurchaseMessage.parse(JSON.parse(String(Reflect.get(input, 'MessageBody')))),
    );
  return { post, messages, sent: queue.calls, reads: dynamodb.calls };
}
