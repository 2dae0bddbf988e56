import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { callSized } from './call-sized.ts';
import { MOST_BYTES_PER_CALL, type ReadyEvent } from './ready-event.ts';

const ofBytes = (bytes: number): ReadyEvent => ({
  type: 'FlyerAttached',
  detail: '',
  occurredAt: new Date(0),
  bytes,
});

const sizes = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: MOST_BYTES_PER_CALL - 1 })),
  { maxLength: 60 },
);

it('every event stands in one call, in its order, and no call is more than AWS takes', () => {
  fc.assert(
    fc.property(sizes, (bytes) => {
      const calls = callSized(bytes.map(ofBytes));
      expect(calls.flat().map(({ place }) => place)).toEqual([...bytes.keys()]);
      for (const call of calls) {
        expect(call.length).toBeLessThanOrEqual(10);
        const sum = call.reduce((total, { event }) => total + event.bytes, 0);
        expect(sum).toBeLessThan(MOST_BYTES_PER_CALL);
      }
    }),
  );
});

it('ten small events are one call, eleven are two', () => {
  const calls = (count: number) => callSized(Array.from({ length: count }, () => ofBytes(500)));
  expect(calls(10)).toHaveLength(1);
  expect(calls(11).map((call) => call.length)).toEqual([10, 1]);
  expect(calls(0)).toEqual([]);
});
