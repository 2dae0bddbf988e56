import { describe, expect, it, vi } from 'vitest';
import { closeOrigin } from './closed-origin.ts';
import { createHttpEvent, createLambdaContext } from './http-event.fixture.ts';
import type { HttpFunction } from './http-handler.ts';

const SECRET = 'a'.repeat(32);
const NEXT = 'b'.repeat(32);
const HEADER = 'x-willcall-origin';

/** Creates a function behind the check, and records what reaches it. */
function closed(environment: Readonly<Record<string, string | undefined>>) {
  const inside = vi.fn<HttpFunction>(async () => ({ statusCode: 200 }));
  const outside = closeOrigin(environment, inside);
  const ask = (headers: Record<string, string> = {}) =>
    outside(createHttpEvent({ headers }), createLambdaContext());
  return { ask, inside };
}

describe('a function with origin secrets', () => {
  it('answers requests from the distribution', async () => {
    const { ask } = closed({ ORIGIN_SECRETS: SECRET });
    expect(await ask({ [HEADER]: SECRET })).toEqual({ statusCode: 200 });
  });

  it.each([
    ['nothing', {}],
    ['an empty secret', { [HEADER]: '' }],
    ['a wrong secret', { [HEADER]: NEXT }],
    ['the beginning of the secret', { [HEADER]: SECRET.slice(1) }],
    ['the secret with a suffix', { [HEADER]: `${SECRET}a` }],
    ['the secret twice, like joined headers', { [HEADER]: `${SECRET},${SECRET}` }],
    ['the secret in another header', { authorization: SECRET }],
  ])('rejects requests with %s, like the gateway does', async (_, headers) => {
    const { ask, inside } = closed({ ORIGIN_SECRETS: SECRET });
    expect(await ask(headers)).toEqual({
      statusCode: 403,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Forbidden"}',
    });
    expect(inside).not.toHaveBeenCalled();
  });

  it('accepts the previous and the next secret during a rotation', async () => {
    const { ask } = closed({ ORIGIN_SECRETS: `${SECRET},${NEXT}` });
    expect(await ask({ [HEADER]: SECRET })).toMatchObject({ statusCode: 200 });
    expect(await ask({ [HEADER]: NEXT })).toMatchObject({ statusCode: 200 });
    expect(await ask({ [HEADER]: `${SECRET},${NEXT}` })).toMatchObject({ statusCode: 403 });
  });

  it('passes on the request without the secret', async () => {
    const { ask, inside } = closed({ ORIGIN_SECRETS: SECRET });
    await ask({ [HEADER]: SECRET, 'x-correlation-id': 'order-7' });
    expect(inside.mock.calls[0]?.[0].headers).toEqual({ 'x-correlation-id': 'order-7' });
  });
});

describe('a function without origin secrets', () => {
  it('answers every request, as in local runs', async () => {
    const { ask } = closed({});
    expect(await ask()).toEqual({ statusCode: 200 });
  });

  it.each(['', 'short', `${SECRET},`, `${SECRET},short`])(
    'does not start when ORIGIN_SECRETS is %j',
    (wrong) => {
      expect(() => closed({ ORIGIN_SECRETS: wrong })).toThrow(
        expect.objectContaining({ code: 'MISCONFIGURED' }),
      );
    },
  );
});
