import { describe, expect, it } from 'vitest';
import { makeLoadCharts } from './charts.ts';
import { report, START, samples } from './report.fixture.ts';
import { renderReportPage } from './report-page.ts';

describe('the report page of a load', () => {
  it('loads no resource and runs no script', () => {
    const page = renderReportPage(report, samples);
    expect(page).not.toMatch(/https?:|\/\/|<script|<link|<img|@import|url\(/);
  });

  it('contains every chart and the audit', () => {
    const page = renderReportPage(report, samples);
    for (const title of [
      'Requests',
      'Accept latency',
      'Time to decision',
      'Decisions by outcome',
      'Sold',
    ]) {
      expect(page).toContain(`<figcaption>${title} `);
    }
    expect(page).toContain('The audit holds.');
    expect(page.match(/<svg /g)).toHaveLength(5);
  });

  it('says at the top whether the load failed', () => {
    expect(renderReportPage(report, samples)).toContain('class="passed"');
    expect(renderReportPage({ ...report, ok: false }, samples)).toContain('class="failed"');
  });

  it('shows any API answer as text', () => {
    const faults = ['<script>alert("1")</script>'];
    const page = renderReportPage({ ...report, faults }, samples);
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });
});

describe('the charts of a load', () => {
  const seriesOf = (title: string) =>
    makeLoadCharts(samples).find((chart) => chart.title === title)?.series;

  it('add up the sold tickets by decision time', () => {
    expect(seriesOf('Sold')).toEqual([{ name: 'sold', values: [0, 0, 1] }]);
  });

  it('separate the outcomes, including those returned at once', () => {
    expect(seriesOf('Decisions by outcome')).toEqual([
      { name: 'CONFIRMED', values: [0, 0, 1] },
      { name: 'REJECTED SOLD_OUT', values: [0, 0, 1] },
      { name: '400 INVALID_CARD', values: [0, 1, 0] },
    ]);
  });

  it('have no latency where none was measured', () => {
    expect(seriesOf('Accept latency')?.[0]).toEqual({ name: 'p50', values: [20, 20, null] });
  });

  it('of an hour group several seconds', () => {
    const hour = [
      ...samples,
      { kind: 'answer', at: START + 3_600_000, request: 'look', status: 200, ms: 1 } as const,
    ];
    const [chart] = makeLoadCharts(hour);
    expect(chart?.intervals).toEqual({ count: 117, seconds: 31 });
    expect(chart?.series[0]?.values[0]).toBeCloseTo(3 / 31);
  });
});
