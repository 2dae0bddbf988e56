import { describe, expect, it } from 'vitest';
import { tagReply } from './etag.ts';

const reply = {
  status: 200,
  headers: { 'cache-control': 'public, max-age=1' },
  body: { available: 3 },
};
const tag = String(tagReply(reply, undefined).headers?.etag);

describe('the ETag of an answer', () => {
  it('is weak, and follows from the body', () => {
    expect(tag).toMatch(/^W\/"[\w-]{16}"$/);
    expect(tagReply({ ...reply, status: 201 }, undefined).headers?.etag).toBe(tag);
    expect(tagReply({ ...reply, body: { available: 2 } }, undefined).headers?.etag).not.toBe(tag);
  });

  it.each([
    ['the same', tag],
    ['the same without W/', tag.slice(2)],
    ['a list with it', `"other", ${tag}`],
    ['any', '*'],
  ])('with %s in If-None-Match, is answered with 304 and without a body', (_, ifNoneMatch) => {
    const headers = { 'cache-control': 'public, max-age=1', etag: tag };
    expect(tagReply(reply, ifNoneMatch)).toEqual({ status: 304, headers });
  });

  it.each([undefined, '', '"other"', tag.slice(3, -1)])(
    'with If-None-Match %s, leaves the answer as it is',
    (ifNoneMatch) => {
      expect(tagReply(reply, ifNoneMatch)).toMatchObject({ ...reply, headers: { etag: tag } });
    },
  );
});
