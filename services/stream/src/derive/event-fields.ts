import { createHash } from 'node:crypto';
import { EVENT_VERSION, type EventType } from '@willcall/contracts';
import type { ShowImage } from '../read-change.ts';

const ID_BYTES = 16;

/**
 * The id of an event: 22 characters, computed from its type and from the values that make it unique within
 * the type. Every redelivery of a record gives the same id. JSON separates the parts.
 */
export const eventId = (type: EventType, ...unique: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([type, ...unique]))
    .digest()
    .subarray(0, ID_BYTES)
    .toString('base64url');

/**
 * The common fields of most show events.
 *
 * @param unique the values that, with the show, make the event unique within its type.
 */
export const showFields = (
  type: EventType,
  show: ShowImage,
  occurredAt: string,
  ...unique: readonly (string | number)[]
) =>
  ({
    eventId: eventId(type, show.showId, ...unique),
    version: EVENT_VERSION,
    occurredAt,
    correlationId: show.correlationId,
    showId: show.showId,
    showName: show.name,
  }) as const;

/** The time zone of a show, or no field. */
export const zoneOf = ({ timeZone }: Pick<ShowImage, 'timeZone'>) =>
  timeZone === undefined ? {} : { timeZone };

/** When a show was changed, ISO 8601: the time of the write, or else of the record, to the second. */
export const showChangedAt = (before: ShowImage, after: ShowImage, recordedAt: string): string =>
  after.updatedAt === undefined || after.updatedAt === before.updatedAt
    ? recordedAt
    : after.updatedAt;
