import { expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

const HEADER = 'Sun, 01 Jun 2031 12:00:00 GMT';
const SERVER = Date.parse(HEADER);

it('is the clock of this device until the first answer', () => {
  expect(createServerClock(() => 5).now()).toBe(5);
});

it.each([
  ['a minute behind', -60_000],
  ['a minute ahead', 60_000],
])('is at most half a second wrong if this device is %s', (_, wrongMs) => {
  const real = SERVER + 700;
  const clock = createServerClock(() => real + wrongMs);
  clock.observe(HEADER, real + wrongMs - 20, real + wrongMs + 20);
  expect(Math.abs(clock.now() - real)).toBeLessThanOrEqual(550);
});

it('becomes more exact with each answer', () => {
  let device = 0;
  const clock = createServerClock(() => device);
  // The server's second begins at 300 on this device.
  clock.observe('Sun, 01 Jun 2031 12:00:00 GMT', 1_280, 1_290);
  clock.observe('Sun, 01 Jun 2031 12:00:01 GMT', 1_310, 1_320);
  device = 1_300;
  expect(Math.abs(clock.now() - (SERVER + 1_000))).toBeLessThanOrEqual(20);
});

it('follows a clock that was set', () => {
  let device = SERVER;
  const clock = createServerClock(() => device);
  clock.observe(HEADER, device, device);
  device += 3_600_000;
  clock.observe(HEADER, device, device);
  expect(Math.abs(clock.now() - SERVER)).toBeLessThanOrEqual(500);
});

it('ignores an answer without a date', () => {
  const clock = createServerClock(() => 5);
  clock.observe(null, 0, 1);
  expect(clock.now()).toBe(5);
});
