import { createHash } from 'node:crypto';
import { EVENT_VERSION, type EventType } from '@willcall/contracts';
import type { ShowImage } from '../read-change.ts';

const ID_BYTES = 16;

/**
 * The id of an event: 22 characters, computed from its type and from what makes it the only one of
 * that type, so that every redelivery of its record gives the same. JSON keeps the parts apart.
 */
export const eventId = (type: EventType, ...unique: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([type, ...unique]))
    .digest()
    .subarray(0, ID_BYTES)
    .toString('base64url');

/**
 * What most events of a show tell.
 *
 * @param unique with the show, what makes the event the only one of its type.
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

/** When a show was changed, ISO 8601: as the write says, else as the table does, to the second. */
export const showChangedAt = (before: ShowImage, after: ShowImage, recordedAt: string): string =>
  after.updatedAt === undefined || after.updatedAt === before.updatedAt
    ? recordedAt
    : after.updatedAt;
