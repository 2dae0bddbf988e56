import { emptyTally } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { drawPoints, planSpan, shortenSpan, toInstant } from './live-points.ts';

const NOW = new Date('2031-05-01T08:00:07.250Z');
const at = (time: string): number => Date.parse(`2031-05-01T${time}Z`) / 1_000;
const confirmed = (time: string, count = 1) => ({
  ...emptyTally,
  ...{ second: at(time), confirmed: count, tickets: count, waits: { 15: count } },
});
const timesOf = ({ from, next, readFrom }: ReturnType<typeof planSpan>) =>
  [from, next, readFrom].map((second) => toInstant(second).slice(11, 19));

describe('an answer', () => {
  it('without a time reaches an hour back, and is read from ten seconds before', () => {
    expect(timesOf(planSpan(undefined, NOW))).toEqual(['07:00:00', '07:59:52', '06:59:50']);
  });

  it.each([
    ['begins there', '07:59:40', '07:59:40'],
    ['begins with the whole point of ten seconds there', '07:50:17', '07:50:10'],
    ['reaches at most an hour back', '03:00:00', '07:00:00'],
    ['repeats fifteen seconds, even for a clock that is ahead', '08:30:00', '07:59:52'],
  ])('since a time %s', (_, since, from) => {
    const [begin] = timesOf(planSpan(new Date(`2031-05-01T${since}Z`), NOW));
    expect(begin).toBe(from);
  });
});

it('an answer begins with the first complete point if there were too many tallies to read', () => {
  const span = planSpan(undefined, NOW);
  const shortened = shortenSpan(span, '2031-05-01T07:42:33.000Z');
  expect(timesOf(shortened)[0]).toBe('07:42:50');
  expect(shortenSpan(span, undefined)).toEqual(span);
});

describe('the points', () => {
  const draw = (...times: string[]) =>
    drawPoints(
      times.map((time) => confirmed(time)),
      planSpan(undefined, NOW),
    );

  it('are a second long in the last five minutes and ten before, in order of time', () => {
    const { points } = draw('08:00:05', '07:55:01', '07:54:59', '07:54:51', '08:00:05');
    expect(
      points.map(({ at: begin, seconds, confirmed: count }) => [begin, seconds, count]),
    ).toEqual([
      ['2031-05-01T07:54:50.000Z', 10, 2],
      ['2031-05-01T07:55:01.000Z', 1, 1],
      ['2031-05-01T08:00:05.000Z', 1, 2],
    ]);
  });

  it('leave out what is older than the answer', () => {
    expect(draw('06:59:59', '07:00:00').sum.confirmed).toBe(1);
  });

  it('count the refusals of all reasons, and name no percentile without a decision', () => {
    const refused = { ...confirmed('08:00:01', 0), rejected: { SOLD_OUT: 2, SEAT_TAKEN: 1 } };
    const [point] = drawPoints([{ ...refused, waits: {} }], planSpan(undefined, NOW)).points;
    expect(point).toMatchObject({ rejected: 3, reasons: { SOLD_OUT: 2, SEAT_TAKEN: 1 } });
    expect(point).not.toHaveProperty('timeToDecisionMs');
  });

  it('have the percentiles of all their decisions', () => {
    const slow = { ...confirmed('08:00:01', 1), waits: { 30: 1 } };
    const { points } = drawPoints([confirmed('08:00:01', 60), slow], planSpan(undefined, NOW));
    expect(points[0]?.timeToDecisionMs).toEqual({ p50: 316, p99: 10_000 });
  });
});
