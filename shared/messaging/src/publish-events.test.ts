import { eventTypes } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessagingError } from './errors.ts';
import {
  CALLS_AT_ONCE,
  MAX_BYTES_PER_CALL,
  type PreparedEvent,
  prepareEvent,
  publishEvents,
  splitIntoCalls,
} from './publish-events.ts';
import {
  type Answer,
  makeFlyerEvent,
  makeRecordingBus,
  prepareEvents,
} from './sent-to-bus.fixture.ts';

const shows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `s${from + index}`);

/** Fails the events of each show the given number of times. */
const failing = (times: Readonly<Record<string, number>>, code = 'InternalFailure'): Answer => {
  const left = { ...times };
  return (show) => {
    const rest = left[show] ?? 0;
    left[show] = rest - 1;
    return rest > 0 ? code : undefined;
  };
};

const publish = async (count: number, answer?: Answer) => {
  const waits: number[] = [];
  const { bus, calls, entries } = makeRecordingBus(answer);
  const report = await publishEvents(bus, prepareEvents(count), {
    random: () => 1,
    wait: async (milliseconds) => waits.push(milliseconds),
  });
  return { report, calls, entries, waits };
};

describe('events that are published', () => {
  it('are sent ten at a time, in order', async () => {
    const { report, calls } = await publish(23);
    expect(report).toEqual({ unsent: [], refused: [] });
    expect(calls).toEqual([shows(0, 10), shows(10, 20), shows(20, 23)]);
  });

  it('have the bus, source, type and time', async () => {
    const { entries } = await publish(1);
    expect(entries).toEqual([
      {
        EventBusName: 'willcall-test',
        Source: 'willcall',
        DetailType: 'FlyerAttached',
        Detail: expect.stringContaining('"showId":"s0"'),
        Time: new Date('2031-05-01T08:00:00Z'),
      },
    ]);
  });

  it('make no call if there are none', async () => {
    expect(await publish(0)).toMatchObject({ report: { unsent: [], refused: [] }, calls: [] });
  });

  it('are sent again if their entry failed, and only these, with growing delays', async () => {
    const { report, calls, waits } = await publish(
      12,
      failing({ s1: 1, s4: 3, s9: 2 }, 'ThrottlingException'),
    );
    expect(report).toEqual({ unsent: [], refused: [] });
    expect(calls).toEqual([shows(0, 10), ['s10', 's11'], ['s1', 's4', 's9'], ['s4', 's9'], ['s4']]);
    expect(waits).toEqual([100, 200, 400]);
  });

  it('are reported as unsent after several rounds, without those of the calls beside theirs', async () => {
    const { report, calls } = await publish(21, failing({ s3: 99, s12: 99 }));
    expect(report).toMatchObject({
      unsent: [3, 12],
      refused: [],
      error: { code: 'BUS_UNAVAILABLE', retryable: true },
    });
    expect(calls.slice(0, 3)).toEqual([shows(0, 10), shows(10, 20), shows(20, 21)]);
    expect(calls.slice(3).toSorted()).toEqual([
      ...Array(4).fill(['s12']),
      ...Array(4).fill(['s3']),
    ]);
  });

  it('are not sent after a call that failed entirely, apart from the calls beside it', async () => {
    const cause = new Error('no connection');
    const { report, calls } = await publish(100, (_, call) => {
      if (call === 2) throw cause;
      return undefined;
    });
    expect(calls.length).toBeLessThan(2 + CALLS_AT_ONCE);
    const unsent = shows(0, 100).filter((show) => !calls.toSpliced(1, 1).flat().includes(show));
    expect(report.unsent.map((index) => `s${index}`)).toEqual(unsent);
    expect(report.unsent.slice(0, 10)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(report.error).toMatchObject({ code: 'BUS_UNAVAILABLE', cause });
  });

  it('are sent by at most five calls at a time', async () => {
    let waiting: (() => void)[] = [];
    let most = 0;
    const { bus, calls } = makeRecordingBus(undefined, async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
        // Nobody is answered before every call that can be made was made.
        if (waiting.length === 1) setImmediate(() => setImmediate(answerAll));
      });
    });
    const answerAll = () => {
      const all = waiting;
      waiting = [];
      for (const answer of all) answer();
    };
    expect(await publishEvents(bus, prepareEvents(100))).toEqual({ unsent: [], refused: [] });
    expect(calls).toHaveLength(10);
    expect(most).toBe(CALLS_AT_ONCE);
  });

  it('are not sent again if the bus rejects them as invalid', async () => {
    const { report, calls } = await publish(3, failing({ s1: 99 }, 'MalformedDetail'));
    expect(report).toEqual({ unsent: [], refused: [1] });
    expect(calls).toHaveLength(1);
  });

  it.each(['AccessDeniedException', 'NotAuthorizedForSourceException', 'SomethingNew'])(
    'may be sent later if they fail with %s',
    async (code) => {
      expect((await publish(1, failing({ s0: 99 }, code))).report.unsent).toEqual([0]);
    },
  );
});

it('an entry without a result counts as failed', async () => {
  const { report } = await publish(2, (show) => (show === 's1' ? '' : undefined));
  expect(report.unsent).toEqual([1]);
});

const ofBytes = (bytes: number): PreparedEvent => ({
  type: 'FlyerAttached',
  detail: '',
  occurredAt: new Date(0),
  bytes,
});

const sizes = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: MAX_BYTES_PER_CALL - 1 })),
  { maxLength: 60 },
);

it('every event is in exactly one call, in order, and no call exceeds the limits of AWS', () => {
  fc.assert(
    fc.property(sizes, (bytes) => {
      const calls = splitIntoCalls(bytes.map(ofBytes));
      expect(calls.flat().map(({ index }) => index)).toEqual([...bytes.keys()]);
      for (const call of calls) {
        expect(call.length).toBeLessThanOrEqual(10);
        const sum = call.reduce((total, { event }) => total + event.bytes, 0);
        expect(sum).toBeLessThan(MAX_BYTES_PER_CALL);
      }
    }),
  );
});

it('ten small events are one call, eleven are two', () => {
  const calls = (count: number) =>
    splitIntoCalls(Array.from({ length: count }, () => ofBytes(500)));
  expect(calls(10)).toHaveLength(1);
  expect(calls(11).map((call) => call.length)).toEqual([10, 1]);
  expect(calls(0)).toEqual([]);
});

it('a valid event is prepared with only the fields of its contract', () => {
  const { type, detail } = makeFlyerEvent('hamlet');
  const holder = { name: 'Ana', email: 'ana@example.com' };
  const ready = prepareEvent({ type, detail: Object.assign({ holder }, detail) });
  expect(eventTypes.FlyerAttached.parse(JSON.parse(ready.detail))).toEqual(detail);
  expect(ready.detail).not.toContain('Ana');
  expect(ready.occurredAt).toEqual(new Date('2031-05-01T08:00:00Z'));
});

it.each([
  ['eventId', { eventId: 'short' }],
  ['version', { version: 2 }],
  ['occurredAt', { occurredAt: 'yesterday' }],
  ['flyerUrl', { flyerUrl: 'secret value' }],
])('an event with an invalid %s is refused by field name, without its value', (name, wrong) => {
  const { type, detail } = makeFlyerEvent('hamlet');
  expect(() => prepareEvent({ type, detail: Object.assign({ ...detail }, wrong) })).toThrow(
    expect.objectContaining({
      code: 'INVALID_EVENT',
      retryable: false,
      message: `Invalid FlyerAttached: ${name}`,
    }),
  );
});

it('the size of an event is counted as AWS does: time, source, type and detail in UTF-8', () => {
  const ready = prepareEvent(makeFlyerEvent('hamlet', 'Hänsel'));
  const texts = Buffer.byteLength(`willcallFlyerAttached${ready.detail}`);
  expect(ready.bytes).toBe(14 + texts);
});

it('an event that exceeds the size of a call is refused', () => {
  const { bytes } = prepareEvent(makeFlyerEvent('hamlet', ''));
  const fits = MAX_BYTES_PER_CALL - bytes - 1;
  expect(prepareEvent(makeFlyerEvent('hamlet', 'x'.repeat(fits))).bytes).toBe(
    MAX_BYTES_PER_CALL - 1,
  );
  const tooLarge = () => prepareEvent(makeFlyerEvent('hamlet', 'x'.repeat(fits + 1)));
  expect(tooLarge).toThrow(MessagingError);
  expect(tooLarge).toThrow(expect.objectContaining({ code: 'TOO_LARGE', retryable: false }));
});
