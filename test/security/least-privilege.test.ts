import { createPurchases, createShows } from '@willcall/api';
import { createHttpEvent } from '@willcall/lambda/testing';
import { withRole } from '@willcall/localstack';
import type { FunctionId } from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';

const office = await openBoxOffice({ pollers: 0 });
const { environment } = office.stage;

/** Lists a buyer's purchases with the `purchases` function in a given role. */
const listAs = async (id: FunctionId) => {
  const denied: string[] = [];
  const onDenied = ({ message }: Error) => void denied.push(message);
  const calls = createCallCounter();
  const faults = createFaultInjector();
  const seams = { dynamodbPlugins: [calls.plugin, faults.plugin] };
  const list = createPurchases(environment, withRole({ id, environment, onDenied }, seams));
  const ask = () =>
    list(
      createHttpEvent({
        routeKey: 'GET /v1/users/{userId}/purchases',
        path: { userId: 'me' },
        claims: { sub: 'ana' },
      }),
      makeLambdaContext(),
    );
  return { ask, calls, faults, denied };
};

describe('a function', () => {
  it('calls AWS in its own role, through the meters and faults of a test', async () => {
    const { ask, calls, faults, denied } = await listAs('purchases');
    faults.before('QueryCommand', throttling);
    expect(await ask()).not.toMatchObject({ statusCode: 200 });
    expect(await ask()).toMatchObject({ statusCode: 200 });
    faults.assertAllUsed();
    expect(calls.calls()).toEqual({ QueryCommand: 2 });
    expect(denied).toEqual([]);
  });

  it('is refused a call in the role of another function, before any meter counts it', async () => {
    const { ask, calls, denied } = await listAs('accept');
    expect(await ask()).not.toMatchObject({ statusCode: 200 });
    expect(denied).toEqual([
      expect.stringMatching(
        /willcall-accept is not authorized to perform: dynamodb:Query on resource: .*-purchases /,
      ),
    ]);
    expect(calls.calls()).toEqual({});
  });

  it('does not sign an upload to a bucket that its role cannot write to', async () => {
    const { showId } = await office.makeShow();
    const denied: string[] = [];
    const onDenied = ({ message }: Error) => void denied.push(message);
    const another = { ...environment, FLYERS_BUCKET: 'another' };
    const role = withRole({ id: 'shows', environment: another, onDenied }, {});
    const event = createHttpEvent({
      routeKey: 'POST /v1/shows/{showId}/flyer',
      path: { showId },
      claims: { sub: 'ops', scope: 'willcall/admin' },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contentType: 'image/png', contentLength: 64 }),
    });
    const answer = await createShows(environment, role)(event, makeLambdaContext());
    expect(answer).not.toMatchObject({ statusCode: 201 });
    expect(denied).toEqual([expect.stringContaining('not authorized to perform: s3:PutObject')]);
  });
});
