import { CommandError, SettingError } from '@willcall/cli';
import { ApiError, ForeignOriginError } from '@willcall/client/checked';
import { ConfigurationError } from '@willcall/lambda';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { BadSettingError, LocalAwsError } from '../aws/local-aws-error.ts';
import { explainAwsCause } from './aws-causes.ts';

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
  const options = { code, cause: error };
  const isSetting = error instanceof BadSettingError || error instanceof ConfigurationError;
  return isSetting ? new SettingError(sentence, options) : new CommandError(sentence, options);
};

const makeSentence = (error: Error): string | undefined => {
  if (error instanceof LocalAwsError) return error.message;
  if (error instanceof ApiError || error instanceof ForeignOriginError) return `${error.message}.`;
  if (error instanceof ConfigurationError) return `${error.message}.`;
  if (error instanceof StoreError) return makeStoreSentence(error);
  if (REQUEST_ERRORS.test(error.name)) return formatOneLine(error);
  if (NOT_CONFIGURED.test(error.name) || NOT_CONFIGURED.test(error.message)) {
    return `AWS is not configured: ${explainAwsCause(error)}`;
  }
  if (error instanceof MessagingError) {
    return `${error.message}: ${explainAwsCause(error.cause)}`;
  }
  if ('$metadata' in error) return `The AWS request failed: ${explainAwsCause(error)}`;
  return undefined;
};

const makeStoreSentence = ({ code, message, cause }: StoreError): string =>
  code === 'STORE_UNAVAILABLE' ? `${message}: ${explainAwsCause(cause)}` : `${message}.`;

const formatOneLine = ({ message }: Error): string => {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
};
