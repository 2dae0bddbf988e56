import { describe, expect, it } from 'vitest';
import { FLYER_CONTENT_TYPES, FlyerRequest, MAX_FLYER_BYTES } from './flyer-request.ts';

const flyer = { contentType: 'image/png', contentLength: 1_000 };

describe('a request to upload a flyer', () => {
  it.each(FLYER_CONTENT_TYPES)('may be of %s', (contentType) => {
    expect(FlyerRequest.parse({ ...flyer, contentType })).toEqual({ ...flyer, contentType });
  });

  it.each([1, MAX_FLYER_BYTES])('may be of %i bytes', (contentLength) => {
    expect(FlyerRequest.parse({ ...flyer, contentLength }).contentLength).toBe(contentLength);
  });

  it.each([
    ['no bytes', { contentLength: 0 }, 'contentLength'],
    ['a byte more than 5 MiB', { contentLength: MAX_FLYER_BYTES + 1 }, 'contentLength'],
    ['half a byte', { contentLength: 0.5 }, 'contentLength'],
    ['a length in text', { contentLength: '1000' }, 'contentLength'],
    ['a type that carries scripts', { contentType: 'image/svg+xml' }, 'contentType'],
    ['no image', { contentType: 'text/html' }, 'contentType'],
    ['a type with parameters', { contentType: 'image/png; charset=x' }, 'contentType'],
    ['a key of its own', { key: 'shows/other/x.png' }, ''],
  ])('may not be of %s', (_, change, path) => {
    const { error } = FlyerRequest.safeParse({ ...flyer, ...change });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
