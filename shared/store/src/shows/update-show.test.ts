import { describe, expect, it } from 'vitest';
import { createUnchangedCondition } from './update-show.ts';

describe('the condition that a show is still as it was seen', () => {
  it('is none when nothing was looked at', () => {
    expect(createUnchangedCondition({})).toEqual({ names: {}, values: {} });
  });

  it('asks each attribute for what it was, and for being missing where it was', () => {
    expect(createUnchangedCondition({ capacity: 10, saleOpensAt: undefined })).toEqual({
      condition: '#was_capacity = :was_capacity AND attribute_not_exists(#was_saleOpensAt)',
      names: { '#was_capacity': 'capacity', '#was_saleOpensAt': 'saleOpensAt' },
      values: { ':was_capacity': 10 },
    });
  });

  it('takes a counter that was never written for 0', () => {
    expect(createUnchangedCondition({ priceVersion: 0 })).toMatchObject({
      condition:
        '(attribute_not_exists(#was_priceVersion) OR #was_priceVersion = :was_priceVersion)',
    });
  });
});
