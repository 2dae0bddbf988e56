import { describe, expect, it } from 'vitest';
import { type Around, call, echo } from './http-call.fixture.ts';
import { ProblemError } from './problem-error.ts';

describe('what stands around the parsing', () => {
  it('sees the answers to requests that fail in it', async () => {
    const seen: unknown[] = [];
    const around: Around = {
      before: () => {
        seen.push('before');
      },
      onError: ({ response }) => {
        seen.push(response?.status);
      },
    };
    await call(echo, { headers: {}, body: '{}' }, { takesBody: true, around: [around] });
    expect(seen).toEqual(['before', 415]);
  });

  it('may refuse by itself, before the body is looked at', async () => {
    const around: Around = {
      before: () => {
        throw new ProblemError('INVALID_IDEMPOTENCY_KEY');
      },
    };
    const reply = await call(echo, { body: '{' }, { takesBody: true, around: [around] });
    expect(reply.json()).toMatchObject({ code: 'INVALID_IDEMPOTENCY_KEY' });
  });
});
