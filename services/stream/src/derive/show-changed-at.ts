import type { ShowImage } from '../record/show-image.ts';

/** When a show was changed, ISO 8601: as the write says, else as the table does, to the second. */
export const showChangedAt = (before: ShowImage, after: ShowImage, recordedAt: string): string =>
  after.updatedAt === undefined || after.updatedAt === before.updatedAt
    ? recordedAt
    : after.updatedAt;
