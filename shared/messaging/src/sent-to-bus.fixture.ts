import type { PutEventsResultEntry, ServiceOutputTypes } from '@aws-sdk/client-eventbridge';
import { EVENT_VERSION, type WillcallEvent } from '@willcall/contracts';
import {
  type Bus,
  type BusConnection,
  openBus,
  type PreparedEvent,
  prepareEvent,
} from './publish-events.ts';

type Plugin = NonNullable<BusConnection['plugins']>[number];

type SentEntry = { readonly DetailType: string; readonly Detail: string };

/** Returns the error code for an entry, by the show of its event, or undefined for success. */
export type Answer = (showId: string, call: number) => string | undefined;

export type RecordingBus = {
  readonly bus: Bus;
  /** The shows of the entries of each call, in order. */
  readonly calls: string[][];
  readonly entries: SentEntry[];
};

/**
 * Makes a bus whose client records entries instead of sending them. An answer that throws fails the whole call.
 *
 * @param untilAnswered what each call waits for.
 */
export function makeRecordingBus(
  answer: Answer = () => undefined,
  untilAnswered: () => Promise<void> = async () => undefined,
): RecordingBus {
  const calls: string[][] = [];
  const entries: SentEntry[] = [];
  const plugin: Plugin = {
    applyToStack: (stack) => {
      stack.add(
        () => async (args) => {
          const sent: SentEntry[] = Reflect.get(args.input, 'Entries');
          const shows = sent.map(({ Detail }) => String(JSON.parse(Detail).showId));
          calls.push(shows);
          entries.push(...sent);
          const nth = calls.length;
          await untilAnswered();
          const answers = shows.map((show): PutEventsResultEntry => {
            const ErrorCode = answer(show, nth);
            return ErrorCode === undefined ? { EventId: 'taken' } : { ErrorCode };
          });
          const failed = answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
          const output: ServiceOutputTypes = {
            $metadata: {},
            Entries: answers,
            FailedEntryCount: failed,
          };
          return { output, response: undefined };
        },
        { step: 'build', priority: 'low', name: 'answeredByTheTest' },
      );
    },
  };
  const bus = openBus('willcall-test', {
    client: {
      region: 'eu-central-1',
      endpoint: 'http://127.0.0.1:9',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    plugins: [plugin],
  });
  return { bus, calls, entries };
}

/** Makes a FlyerAttached event for a show. */
export const makeFlyerEvent = (
  showId: string,
  showName = 'Hamlet',
): Extract<WillcallEvent, { type: 'FlyerAttached' }> => ({
  type: 'FlyerAttached',
  detail: {
    eventId: 'AZaz09-_AZaz09-_AZaz09',
    version: EVENT_VERSION,
    occurredAt: '2031-05-01T08:00:00.000Z',
    correlationId: 'request-7',
    showId,
    showName,
    flyerUrl: 'https://example.com/hamlet.png',
  },
});

/** Prepared events of the shows s0, s1, … */
export const prepareEvents = (count: number, showName?: string): PreparedEvent[] =>
  Array.from({ length: count }, (_, index) => prepareEvent(makeFlyerEvent(`s${index}`, showName)));
