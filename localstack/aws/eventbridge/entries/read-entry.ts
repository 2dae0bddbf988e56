import { busName } from '../../clients/event-arns.ts';
import { jsonObject } from '../json.ts';
import { type BusEvent, busEvent } from './bus-event.ts';
import type { Entry } from './entry.ts';
import { isTooDeep } from './is-too-deep.ts';

/** Why an entry was not taken; the SDK's caller finds it at the entry's place in the answer. */
export type EntryFailure = { readonly ErrorCode: string; readonly ErrorMessage: string };

export type ReadEntry =
  | { readonly outcome: 'taken'; readonly bus: string; readonly event: BusEvent }
  | { readonly outcome: 'failed'; readonly failure: EntryFailure };

export type Arrival = {
  readonly id: string;
  readonly now: Date;
  readonly buses: ReadonlySet<string>;
};

const LONGEST_DETAIL_TYPE = 128;

/**
 * Makes the event of an entry, or says what is wrong with it.
 *
 * An unknown bus is a failure only here: AWS answers success and drops the event, which nobody who
 * mistyped a name wants from a local bus.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
export const readEntry = (entry: Entry, { id, now, buses }: Arrival): ReadEntry => {
  const { Source: source, DetailType: detailType, Detail: detailText } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detailText) return missing('Detail');
  if (detailType.length > LONGEST_DETAIL_TYPE) {
    return invalid('DetailType', `it is longer than ${LONGEST_DETAIL_TYPE} characters.`);
  }
  if (source.startsWith('aws.')) {
    return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = jsonObject(detailText);
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  if (isTooDeep(detail)) return failed('MalformedDetail', 'Detail is nested too deeply.');
  const bus = busName(entry.EventBusName ?? undefined);
  if (!buses.has(bus)) return invalid('EventBusName', `Event bus ${bus} does not exist.`);
  const time = entry.Time == null ? now : new Date(entry.Time * 1_000);
  if (Number.isNaN(time.valueOf())) return invalid('Time', 'it is no time.');
  const resources = entry.Resources ?? [];
  return {
    outcome: 'taken',
    bus,
    event: busEvent({ id, time, source, detailType, resources, detail }),
  };
};

const missing = (name: string): ReadEntry => invalid(name, `${name} is a required argument.`);

const invalid = (name: string, reason: string): ReadEntry =>
  failed('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}`);

const failed = (ErrorCode: string, ErrorMessage: string): ReadEntry => ({
  outcome: 'failed',
  failure: { ErrorCode, ErrorMessage },
});
