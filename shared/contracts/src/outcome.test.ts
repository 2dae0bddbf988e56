import { describe, expect, it } from 'vitest';
import { rejectionMessages, rejectionReasons, statuses } from './outcome.ts';

describe('outcomes', () => {
  it('have a sentence for people for every reason, and no two the same', () => {
    expect(Object.keys(rejectionMessages).sort()).toEqual([...rejectionReasons].sort());
    const sentences = Object.values(rejectionMessages);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].+\.$/);
  });

  it('say of a sold-out show what the first whiteboard said', () => {
    expect(rejectionMessages.SOLD_OUT).toBe('No tickets available.');
  });

  it('name each status and each reason once', () => {
    expect(new Set(statuses).size).toBe(statuses.length);
    expect(new Set(rejectionReasons).size).toBe(rejectionReasons.length);
  });
});
