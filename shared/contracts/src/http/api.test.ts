import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeAnswerHeaders, describeErrorHeaders } from '../openapi/headers.ts';
import { announceDeprecation } from './api.ts';
import { showsRoutes } from './routes.ts';

const deprecated = { since: '2030-01-01T00:00:00Z', until: '2031-01-01T00:00:00Z' };

it('the headers of a deprecated route are those that VERSIONS.md shows', async () => {
  const policy = await readFile(new URL('../../VERSIONS.md', import.meta.url), 'utf8');
  const [, example = ''] = /```http\n(.*?)```/s.exec(policy) ?? [];
  const shown = example
    .trim()
    .split('\n')
    .map((line) => line.trim().split(': '))
    .map(([name = '', value]) => [name.toLowerCase(), value]);
  expect(announceDeprecation(deprecated)).toEqual(Object.fromEntries(shown));
});

it('the description of a deprecated route has both headers, for errors too', () => {
  const route = { ...showsRoutes.getShow, deprecated };
  const named = ['Deprecation', 'Sunset'];
  expect(Object.keys(describeAnswerHeaders(route).shape)).toEqual(expect.arrayContaining(named));
  expect(Object.keys(describeErrorHeaders(route))).toEqual(expect.arrayContaining(named));
  expect(Object.keys(describeAnswerHeaders(showsRoutes.getShow).shape)).not.toContain('Sunset');
});
