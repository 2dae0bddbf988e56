import { describe, expect, it } from 'vitest';
import { createUnchangedCondition } from './update-show.ts';

describe('the condition that a show is unchanged since it was read', () => {
  it('is absent if no attribute was read', () => {
    expect(createUnchangedCondition({})).toEqual({ names: {}, values: {} });
  });

  it('requires each attribute to have its old value, or to be missing still', () => {
    expect(createUnchangedCondition({ capacity: 10, saleOpensAt: undefined })).toEqual({
      condition: '#was_capacity = :was_capacity AND attribute_not_exists(#was_saleOpensAt)',
      names: { '#was_capacity': 'capacity', '#was_saleOpensAt': 'saleOpensAt' },
      values: { ':was_capacity': 10 },
    });
  });

  it('treats a counter that was never written as 0', () => {
    expect(createUnchangedCondition({ priceVersion: 0 })).toMatchObject({
      condition:
        '(attribute_not_exists(#was_priceVersion) OR #was_priceVersion = :was_priceVersion)',
    });
  });
});
