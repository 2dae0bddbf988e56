import { describe, expect, it } from 'vitest';
import { dispatch } from './dispatch.ts';
import { httpEvent, lambdaContext } from './http-event.fixture.ts';
import type { HttpFunction } from './http-stack.ts';

const answering =
  (body: string): HttpFunction =>
  async () => ({ statusCode: 200, body });

const shows = dispatch({
  'GET /shows': answering('list'),
  'POST /shows': answering('made'),
  'GET /shows/{showId}': answering('one'),
});
const call = (routeKey: string) => shows(httpEvent({ routeKey }), lambdaContext());

describe('a function of several routes', () => {
  it.each([
    ['GET /shows', 'list'],
    ['GET /v1/shows', 'list'],
    ['POST /shows', 'made'],
    ['POST /v1/shows', 'made'],
    ['GET /shows/{showId}', 'one'],
    ['GET /v1/shows/{showId}', 'one'],
  ])('answers %s with the route of that name, with or without the version', async (key, body) => {
    expect(await call(key)).toEqual({ statusCode: 200, body });
  });

  it('hands the event and the context on untouched', async () => {
    const event = httpEvent({ routeKey: 'GET /v1/shows' });
    const context = lambdaContext();
    const seen: unknown[] = [];
    const spying = dispatch({
      'GET /shows': async (...args) => {
        seen.push(...args);
        return { statusCode: 200 };
      },
    });
    await spying(event, context);
    expect(seen).toEqual([event, context]);
    expect(event.routeKey).toBe('GET /v1/shows');
  });

  it.each(['DELETE /shows', 'GET /v2/shows', 'GET /v1/v1/shows', '$default'])(
    'has no route %s: 404 as a problem',
    async (routeKey) => {
      const reply = await call(routeKey);
      expect(reply.statusCode).toBe(404);
      expect(reply.headers).toMatchObject({ 'content-type': 'application/problem+json' });
      expect(JSON.parse(reply.body ?? '')).toMatchObject({ code: 'ROUTE_NOT_FOUND', status: 404 });
    },
  );
});
