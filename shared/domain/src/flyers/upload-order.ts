/** Longer than any sequencer seen (18 digits); S3 promises no length. */
const SEQUENCER_DIGITS = 32;

/**
 * The place of an upload among those for one show, as text that compares as the uploads happened: the
 * time at which S3 had finished it, then S3's sequencer, a hexadecimal number of any length.
 *
 * The sequencer alone will not do: it orders the events of one object key, and a show's flyers have keys
 * of their own. Events of one key that the time cannot tell apart are in its order. (AWS's page has
 * told both to pad on the left and on the right; on the left keeps "the greater hexadecimal value".)
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const uploadOrder = (eventTime: string, sequencer = ''): string =>
  `${new Date(eventTime).toISOString()}#${sequencer.toUpperCase().padStart(SEQUENCER_DIGITS, '0')}`;
