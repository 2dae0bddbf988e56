import { eventTypes } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { MessagingError } from './errors.ts';
import { MOST_BYTES_PER_CALL, readyEvent } from './ready-event.ts';
import { flyerEvent } from './sent-to-bus.fixture.ts';

it('an event that its contract takes is ready, with nothing but what the contract names', () => {
  const { type, detail } = flyerEvent('hamlet');
  const holder = { name: 'Ana', email: 'ana@example.com' };
  const ready = readyEvent({ type, detail: Object.assign({ holder }, detail) });
  expect(eventTypes.FlyerAttached.parse(JSON.parse(ready.detail))).toEqual(detail);
  expect(ready.detail).not.toContain('Ana');
  expect(ready.occurredAt).toEqual(new Date('2031-05-01T08:00:00Z'));
});

it.each([
  ['eventId', { eventId: 'short' }],
  ['version', { version: 2 }],
  ['occurredAt', { occurredAt: 'yesterday' }],
  ['flyerUrl', { flyerUrl: 'secret value' }],
])('an event with a wrong %s is refused by name, without its value', (name, wrong) => {
  const { type, detail } = flyerEvent('hamlet');
  expect(() => readyEvent({ type, detail: Object.assign({ ...detail }, wrong) })).toThrow(
    expect.objectContaining({
      code: 'INVALID_EVENT',
      retryable: false,
      message: `Not a FlyerAttached: ${name}`,
    }),
  );
});

it('the size of an event is what AWS counts: time, source, type and detail, in UTF-8', () => {
  const ready = readyEvent(flyerEvent('hamlet', 'Hänsel'));
  const texts = Buffer.byteLength(`willcallFlyerAttached${ready.detail}`);
  expect(ready.bytes).toBe(14 + texts);
});

it('an event as large as a call may be is refused', () => {
  const { bytes } = readyEvent(flyerEvent('hamlet', ''));
  const fits = MOST_BYTES_PER_CALL - bytes - 1;
  expect(readyEvent(flyerEvent('hamlet', 'x'.repeat(fits))).bytes).toBe(MOST_BYTES_PER_CALL - 1);
  const tooLarge = () => readyEvent(flyerEvent('hamlet', 'x'.repeat(fits + 1)));
  expect(tooLarge).toThrow(MessagingError);
  expect(tooLarge).toThrow(expect.objectContaining({ code: 'TOO_LARGE', retryable: false }));
});
