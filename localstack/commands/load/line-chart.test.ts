import { describe, expect, it } from 'vitest';
import { chooseGridLines, renderLineChart } from './line-chart.ts';

const drawn = (values: readonly (number | null)[]): string | undefined => {
  const intervals = { count: values.length, seconds: 1 };
  const chart = renderLineChart({
    title: 'T',
    unit: 'u',
    intervals,
    series: [{ name: 's', values }],
  });
  return /<path d="([^"]*)"/.exec(chart)?.[1];
};

describe('a line', () => {
  it('goes through each value', () => {
    expect(drawn([0, 10])).toBe('M270.0 232.0L682.0 12.0');
  });

  it('breaks where a value is missing, and shows a single value as a dot', () => {
    expect(drawn([1, null, 1, 1])?.replaceAll(/[\d. ]+/g, '#')).toBe('M#h#M#L#');
  });

  it('without values is empty', () => {
    expect(drawn([null, null])).toBe('');
  });
});

describe('a chart', () => {
  it('shows names as text', () => {
    const series = [{ name: '<b>', values: [1] }];
    const chart = renderLineChart({
      title: 'a & b',
      unit: '"',
      intervals: { count: 1, seconds: 1 },
      series,
    });
    expect(chart).toContain('&lt;b&gt;');
    expect(chart).toContain('aria-label="a &amp; b, &quot;"');
  });
});

describe('the horizontal lines of a chart', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 0.5, 1]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [17, [0, 5, 10, 15, 20]],
    [134, [0, 50, 100, 150]],
    [2_406, [0, 1_000, 2_000, 3_000]],
  ])('up to %d are at %j', (highest, lines) => {
    expect(chooseGridLines(highest)).toEqual(lines);
  });
});
