import * as z from 'zod';
import { type Json, type JsonObject, jsonChildren, jsonObject } from '../json.ts';
import { busName } from '../local-account.ts';
import { type BusEvent, createBusEvent } from './bus-event.ts';

/** All fields are optional: an entry without a required field fails alone, not the whole call. */
export const Entry = z.strictObject({
  Time: z.number().nullish(),
  Source: z.string().nullish(),
  Resources: z.array(z.string()).nullish(),
  DetailType: z.string().nullish(),
  Detail: z.string().nullish(),
  EventBusName: z.string().nullish(),
  TraceHeader: z.string().nullish(),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export type Entry = z.infer<typeof Entry>;

/** Why an entry failed. The response has it at the index of the entry. */
type EntryFailure = { readonly ErrorCode: string; readonly ErrorMessage: string };

type ReadEntry =
  | { readonly outcome: 'taken'; readonly bus: string; readonly event: BusEvent }
  | { readonly outcome: 'failed'; readonly failure: EntryFailure };

type Arrival = {
  readonly id: string;
  readonly now: Date;
  readonly buses: ReadonlySet<string>;
};

const MAX_DETAIL_TYPE_LENGTH = 128;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_NESTING = 1_000;

/**
 * Creates the event of an entry, or returns why the entry is not valid.
 *
 * An unknown bus is a failure only here, to reveal a mistyped name. AWS reports success and drops the
 * event.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
export const readEntry = (entry: Entry, { id, now, buses }: Arrival): ReadEntry => {
  const { Source: source, DetailType: detailType, Detail: detailText } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detailText) return missing('Detail');
  if (detailType.length > MAX_DETAIL_TYPE_LENGTH) {
    return invalid('DetailType', `DetailType is longer than ${MAX_DETAIL_TYPE_LENGTH} characters.`);
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
  if (Number.isNaN(time.valueOf())) return invalid('Time', 'Time is not a valid timestamp.');
  const resources = entry.Resources ?? [];
  return {
    outcome: 'taken',
    bus,
    event: createBusEvent({ id, time, source, detailType, resources, detail }),
  };
};

const missing = (name: string): ReadEntry => invalid(name, `${name} is a required argument.`);

const invalid = (name: string, reason: string): ReadEntry =>
  failed('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}`);

const failed = (ErrorCode: string, ErrorMessage: string): ReadEntry => ({
  outcome: 'failed',
  failure: { ErrorCode, ErrorMessage },
});

/** Whether a detail is nested too deeply for PutEvents. Iterates, because recursion could overflow. */
const isTooDeep = (detail: JsonObject): boolean => {
  let level: readonly Json[] = [detail];
  for (let depth = 0; depth <= MAX_NESTING && level.length > 0; depth += 1) {
    level = level.flatMap(jsonChildren);
  }
  return level.length > 0;
};

/**
 * The entries of a call must together be smaller: 256 KB until January 2026, 1 MB since.
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and
 * https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb
 */
export const TOTAL_ENTRY_SIZE_LIMIT_BYTES = 1_024 * 1_024;

const TIME_BYTES = 14;

/**
 * The size of an entry as EventBridge counts it: 14 bytes for a time, and the other fields in UTF-8.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 */
export const entrySize = ({ Time, Source, DetailType, Detail, Resources }: Entry): number => {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const bytes = texts.map((text) => Buffer.byteLength(text ?? ''));
  return bytes.reduce((sum, size) => sum + size, Time == null ? 0 : TIME_BYTES);
};
