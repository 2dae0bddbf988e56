import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageGroupId } from './message-group.ts';

describe('the message group', () => {
  it('is within what SQS takes, whoever the buyer is', () => {
    const userId = fc.string({ unit: 'binary', minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(userId, fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (user, show) => {
        expect(messageGroupId(user, show)).toMatch(/^[A-Za-z0-9_-]{22}$/);
      }),
    );
  });

  it('is the same for every purchase of a buyer for a show', () => {
    expect(messageGroupId('alice', 'hamlet')).toBe(messageGroupId('alice', 'hamlet'));
  });

  it.each([
    ['another buyer', 'bob', 'hamlet'],
    ['another show', 'alice', 'macbeth'],
    ['buyer and show the other way round', 'hamlet', 'alice'],
    ['a letter that moved from buyer to show', 'alic', 'ehamlet'],
  ])('is another for %s', (_, user, show) => {
    expect(messageGroupId(user, show)).not.toBe(messageGroupId('alice', 'hamlet'));
  });

  it('does not spell out the buyer', () => {
    expect(messageGroupId('alice', 'hamlet').toLowerCase()).not.toContain('alice');
  });
});
