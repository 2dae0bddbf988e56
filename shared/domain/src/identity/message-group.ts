import { createHash } from 'node:crypto';
import { lengthPrefixed } from './length-prefixed.ts';

const GROUP_BYTES = 16;

/**
 * The MessageGroupId of a buyer's purchases for a show: decided in order among themselves, and
 * blocking nobody else's. Hashed, since SQS takes 128 characters of a limited alphabet.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html
 */
export const messageGroupId = (userId: string, showId: string): string =>
  createHash('sha256')
    .update(lengthPrefixed('group', userId, showId))
    .digest()
    .subarray(0, GROUP_BYTES)
    .toString('base64url');
