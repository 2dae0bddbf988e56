import { describe, expect, it } from 'vitest';
import { makeProblemDocument, type ProblemCode, problems } from './problems.ts';

const codes = Object.keys(problems) as ProblemCode[];

describe('problems', () => {
  it.each(codes)('include an error status and one sentence for %s', (code) => {
    const { status, title } = problems[code];
    expect(Number.isInteger(status)).toBe(true);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z][^\n]+\.$/);
  });

  it.each(codes)('write the code %s in capitals and underscores', (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  });

  it('have the statuses that the HTTP contract promises', () => {
    expect(Object.fromEntries(codes.map((code) => [code, problems[code].status]))).toMatchObject({
      INVALID_REQUEST: 400,
      INVALID_CARD: 400,
      UNAUTHENTICATED: 401,
      FORBIDDEN: 403,
      SHOW_NOT_FOUND: 404,
      PURCHASE_NOT_FOUND: 404,
      SALE_NOT_OPEN: 409,
      PAYLOAD_TOO_LARGE: 413,
      UNSUPPORTED_MEDIA_TYPE: 415,
      IDEMPOTENCY_KEY_REUSED: 422,
      INTERNAL: 500,
      RECORD_UNREADABLE: 500,
      QUEUE_UNAVAILABLE: 503,
      STORE_UNAVAILABLE: 503,
    });
  });
});

describe('a problem document', () => {
  it('has a distinct type for each code', () => {
    const types = codes.map((code) => makeProblemDocument(code).type);
    expect(new Set(types).size).toBe(codes.length);
    for (const type of types) expect(type).toMatch(/^urn:willcall:problem:[a-z]+(-[a-z]+)*$/);
  });

  it('has the title and status of its code, and no other member by default', () => {
    expect(makeProblemDocument('INVALID_REQUEST')).toEqual({
      type: 'urn:willcall:problem:invalid-request',
      title: problems.INVALID_REQUEST.title,
      status: 400,
      code: 'INVALID_REQUEST',
    });
  });

  it('includes the given errors and detail', () => {
    const more = { detail: 'More.', errors: [{ path: 'holder.email', message: 'is wrong' }] };
    expect(makeProblemDocument('INVALID_REQUEST', more)).toMatchObject(more);
  });
});
