import { CommandError } from '@willcall/cli';
import { ApiError, ForeignOriginError } from '@willcall/client/checked';
import { ConfigurationError } from '@willcall/lambda';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { LocalAwsError } from '../aws/local-aws-error.ts';

/** Names of AWS errors that the caller's input caused. */
const REQUEST_ERRORS = /^(InvalidEventPattern|Validation|LimitExceeded|ResourceNotFound)Exception$/;

/** SDK errors before anything is sent. */
const NOT_CONFIGURED = /^CredentialsProviderError$|^Region is missing/;

/** Turns an error that the user can act on into one sentence. Returns other errors unchanged. */
export const explain = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const sentence = makeSentence(error);
  if (sentence === undefined) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'FAILED';
  return new CommandError(sentence, { code, cause: error });
};

const makeSentence = (error: Error): string | undefined => {
  if (error instanceof LocalAwsError) return error.message;
  if (error instanceof ApiError || error instanceof ForeignOriginError) return `${error.message}.`;
  if (error instanceof ConfigurationError) return `${error.message}.`;
  if (error instanceof StoreError) return makeStoreSentence(error);
  if (REQUEST_ERRORS.test(error.name)) return formatOneLine(error);
  if (NOT_CONFIGURED.test(error.name) || NOT_CONFIGURED.test(error.message)) {
    return `AWS is not configured: ${formatOneLine(error)}`;
  }
  if (error instanceof MessagingError || '$metadata' in error) {
    return `The AWS request failed: ${formatOneLine(findRootCause(error))}`;
  }
  return undefined;
};

const makeStoreSentence = ({ code, message, cause }: StoreError): string => {
  if (code !== 'STORE_UNAVAILABLE') return `${message}.`;
  const why = cause instanceof Error ? ` (${cause.name})` : '';
  return `${message}${why}. Try again.`;
};

const findRootCause = (error: Error): Error =>
  error instanceof MessagingError && error.cause instanceof Error ? error.cause : error;

/** The SDK's connection errors have a code but no message. */
const formatOneLine = (error: Error): string => {
  const said = error.message || String(Reflect.get(error, 'code') ?? error.name);
  const line = said.replaceAll(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
};
