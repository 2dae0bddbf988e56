import {
  createHttpEvent,
  createLambdaContext,
  type HttpEventOptions,
} from '@willcall/lambda/testing';
import { type AwsCall, answeredDynamoDb } from '../answered-aws.fixture.ts';
import { createShows } from '../functions/shows.ts';
import { keysFile } from '../keys-file.fixture.ts';

/** The claims of an admin. */
export const admin = { sub: 'ops', scope: 'willcall/admin' };

/** Creates the shows function with tables answered by the test, at the start of 2031. */
export async function showsWith(
  answer: (call: AwsCall) => object | Promise<object>,
  more: Readonly<Record<string, string>> = {},
  seams: { readonly random?: () => number } = {},
) {
  const { plugin, calls } = answeredDynamoDb(answer);
  const handler = createShows(
    {
      AWS_REGION: 'eu-central-1',
      WILLCALL_BACKEND: 'embedded',
      SHOWS_TABLE: 'shows',
      STOCK_TABLE: 'stock',
      JOURNAL_TABLE: 'journal',
      SEATS_TABLE: 'seats',
      PURCHASE_ID_KEYS_FILE: await keysFile({ current: new Uint8Array(32).fill(1) }),
      FLYERS_BUCKET: 'flyers',
      ...more,
    },
    { clock: () => new Date('2031-01-01T00:00:00Z'), dynamodbPlugins: [plugin], ...seams },
  );
  const call = async (routeKey: string, event: HttpEventOptions = {}) => {
    const reply = await handler(createHttpEvent({ routeKey, ...event }), createLambdaContext());
    const json: unknown = JSON.parse(reply.body ?? 'null');
    return { status: reply.statusCode, headers: reply.headers ?? {}, json };
  };
  /** Sends a body as an admin, unless the event says otherwise. */
  const send = (routeKey: string, body: object, event: HttpEventOptions = {}) =>
    call(routeKey, {
      claims: admin,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      ...event,
    });
  const post = (body: object, event: HttpEventOptions = {}) => send('POST /v1/shows', body, event);
  return { call, send, post, calls };
}
