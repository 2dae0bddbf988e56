import { MessagingError } from '@willcall/messaging';
import { BadSettingError, LocalAwsError } from '../../aws/local-aws-error.ts';

/** What AWS refuses for what was asked, by the error's name. */
const REFUSED = /^(InvalidEventPattern|Validation|LimitExceeded|ResourceNotFound)Exception$/;

/** The SDK's own, before anything is sent. */
const NOT_CONFIGURED = /^CredentialsProviderError$|^Region is missing/;

/** An AWS call's error as one sentence that a person can act on; every other error as it is. */
export const inASentence = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof LocalAwsError) return error;
  if (REFUSED.test(error.name)) return new BadSettingError(oneLine(error), { cause: error });
  if (NOT_CONFIGURED.test(error.name) || NOT_CONFIGURED.test(error.message)) {
    return new BadSettingError(`AWS cannot be called: ${oneLine(error)}`, { cause: error });
  }
  if (!('$metadata' in error || error instanceof MessagingError)) return error;
  return new LocalAwsError(
    'BACKEND_UNAVAILABLE',
    `AWS did not do what was asked: ${oneLine(rootOf(error))}`,
    { cause: error },
  );
};

const rootOf = (error: Error): Error =>
  error instanceof MessagingError && error.cause instanceof Error ? error.cause : error;

/** The SDK's connection errors have a code and no message. */
const oneLine = (error: Error): string => {
  const said = error.message || String(Reflect.get(error, 'code') ?? error.name);
  const line = said.replaceAll(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
};
