import { describe, expect, it } from 'vitest';
import { tagReply } from './etag.ts';

const reply = {
  status: 200,
  headers: { 'cache-control': 'public, max-age=1' },
  body: { available: 3 },
};
const tagWith = (answer: typeof reply, ifNoneMatch?: string) =>
  tagReply(answer, { tagged: answer.body, ifNoneMatch });
const tag = String(tagWith(reply).headers?.etag);

describe('the ETag of an answer', () => {
  it('is weak, and follows from what is tagged', () => {
    expect(tag).toMatch(/^W\/"[\w-]{16}"$/);
    expect(tagWith({ ...reply, status: 201 }).headers?.etag).toBe(tag);
    expect(tagWith({ ...reply, body: { available: 2 } }).headers?.etag).not.toBe(tag);
  });

  it.each([
    ['the same', tag],
    ['the same without W/', tag.slice(2)],
    ['a list with it', `"other", ${tag}`],
    ['any', '*'],
  ])('with %s in If-None-Match, is answered with 304 and without a body', (_, ifNoneMatch) => {
    const headers = { 'cache-control': 'public, max-age=1', etag: tag };
    expect(tagWith(reply, ifNoneMatch)).toEqual({ status: 304, headers });
  });

  it.each([undefined, '', '"other"', tag.slice(3, -1)])(
    'with If-None-Match %s, leaves the answer as it is',
    (ifNoneMatch) => {
      expect(tagWith(reply, ifNoneMatch)).toMatchObject({ ...reply, headers: { etag: tag } });
    },
  );
});
