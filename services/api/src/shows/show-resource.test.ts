import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { showResource } from './show-resource.ts';

describe('a show as anybody may see it', () => {
  it('is without the bookkeeping', () => {
    const { showId, name, venue, startsAt, price, capacity, onSale } = hamlet;
    const visible = { showId, name, venue, startsAt, price, capacity, onSale };
    expect(showResource(hamlet)).toMatchObject(visible);
    expect(showResource(hamlet)).not.toHaveProperty('buckets');
    expect(showResource(hamlet)).not.toHaveProperty('createdAt');
  });

  it('tells when the sale opens and closes, where that was said', () => {
    const window = {
      saleOpensAt: '2031-05-01T08:00:00Z',
      saleClosesAt: '2031-06-01T19:00:00Z',
    };
    expect(showResource({ ...hamlet, ...window })).toMatchObject(window);
    const silent = showResource({ ...hamlet, saleOpensAt: undefined, saleClosesAt: undefined });
    expect(Object.keys(silent)).not.toContain('saleOpensAt');
    expect(Object.keys(silent)).not.toContain('saleClosesAt');
  });
});
