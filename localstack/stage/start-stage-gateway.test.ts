import { openPage } from '@willcall/box-office';
import { expect, it } from 'vitest';
import { startTestGateway } from '../testing/test-gateway.ts';

it('tells the page that it has a runner, and where flyers are', async () => {
  const boxOffice = openPage(() => Promise.reject(new Error('not built')));
  const { url } = await startTestGateway({}, { boxOffice });
  const answer = await fetch(`${url}/app/config.json`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({
    signIn: { kind: 'runner' },
    flyersUrl: 'http://127.0.0.1:1',
  });
});

it('serves the page with the policy of a deployed stage, for the local bucket of flyers', async () => {
  const boxOffice = openPage(() => Promise.reject(new Error('not built')));
  const { url } = await startTestGateway({}, { boxOffice });
  const { headers } = await fetch(url);
  const policy = headers.get('content-security-policy')?.split('; ');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("img-src 'self' http://127.0.0.1:1 blob:");
  expect(policy).toContain("connect-src 'self' http://127.0.0.1:1");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
