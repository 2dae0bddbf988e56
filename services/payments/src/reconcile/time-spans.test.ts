import { describe, expect, it } from 'vitest';
import { cutSpan, joinSpans } from './time-spans.ts';

const span = (from: number, to: number) => ({ from: new Date(from), to: new Date(to) });

describe('joined spans', () => {
  it('are in order, and one where they overlap or are close', () => {
    const spans = [span(50, 60), span(0, 10), span(5, 7), span(14, 20), span(26, 30)];
    expect(joinSpans(spans, 5)).toEqual([span(0, 20), span(26, 30), span(50, 60)]);
  });

  it('are none for none', () => {
    expect(joinSpans([], 5)).toEqual([]);
  });
});

describe('the pieces of a span', () => {
  it('cover it, the oldest first', () => {
    expect(cutSpan(span(0, 25), 10)).toEqual([span(0, 10), span(10, 20), span(20, 25)]);
  });
});
