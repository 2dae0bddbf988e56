import { describe, expect, it, vi } from 'vitest';
import { closeOrigin } from './closed-origin.ts';
import { createHttpEvent, createLambdaContext } from './http-event.fixture.ts';
import type { HttpFunction } from './http-handler.ts';

const SECRET = 'a'.repeat(32);
const NEXT = 'b'.repeat(32);
const HEADER = 'x-willcall-origin';

/** A function behind the check, and what reached it. */
function closed(environment: Readonly<Record<string, string | undefined>>) {
  const inside = vi.fn<HttpFunction>(async () => ({ statusCode: 200 }));
  const outside = closeOrigin(environment, inside);
  const ask = (headers: Record<string, string> = {}) =>
    outside(createHttpEvent({ headers }), createLambdaContext());
  return { ask, inside };
}

describe('a function whose origin is closed', () => {
  it('answers what the distribution sends on', async () => {
    const { ask } = closed({ ORIGIN_SECRETS: SECRET });
    expect(await ask({ [HEADER]: SECRET })).toEqual({ statusCode: 200 });
  });

  it.each([
    ['nothing', {}],
    ['an empty secret', { [HEADER]: '' }],
    ['a wrong secret', { [HEADER]: NEXT }],
    ['the beginning of the secret', { [HEADER]: SECRET.slice(1) }],
    ['the secret and more', { [HEADER]: `${SECRET}a` }],
    ['the secret twice, as joined headers are', { [HEADER]: `${SECRET},${SECRET}` }],
    ['the secret in another header', { authorization: SECRET }],
  ])('refuses, as the gateway does, whoever brings %s', async (_, headers) => {
    const { ask, inside } = closed({ ORIGIN_SECRETS: SECRET });
    expect(await ask(headers)).toEqual({
      statusCode: 403,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Forbidden"}',
    });
    expect(inside).not.toHaveBeenCalled();
  });

  it('takes the secret of before and the next one while they change', async () => {
    const { ask } = closed({ ORIGIN_SECRETS: `${SECRET},${NEXT}` });
    expect(await ask({ [HEADER]: SECRET })).toMatchObject({ statusCode: 200 });
    expect(await ask({ [HEADER]: NEXT })).toMatchObject({ statusCode: 200 });
    expect(await ask({ [HEADER]: `${SECRET},${NEXT}` })).toMatchObject({ statusCode: 403 });
  });

  it('hands the rest of the request on, and keeps the secret to itself', async () => {
    const { ask, inside } = closed({ ORIGIN_SECRETS: SECRET });
    await ask({ [HEADER]: SECRET, 'x-correlation-id': 'order-7' });
    expect(inside.mock.calls[0]?.[0].headers).toEqual({ 'x-correlation-id': 'order-7' });
  });
});

describe('a function without origin secrets', () => {
  it('answers everybody, as locally', async () => {
    const { ask } = closed({});
    expect(await ask()).toEqual({ statusCode: 200 });
  });

  it.each(['', 'short', `${SECRET},`, `${SECRET},short`])(
    'does not start with a setting of %j, rather than be open by mistake',
    (wrong) => {
      expect(() => closed({ ORIGIN_SECRETS: wrong })).toThrow(
        expect.objectContaining({ code: 'MISCONFIGURED' }),
      );
    },
  );
});
