import { StoreError } from '@willcall/store';
import { BadSettingError, LocalAwsError } from '../aws/local-aws-error.ts';

/** A StoreError as one sentence that a person can act on; every other error as it is. */
export const storeSentence = (error: unknown): unknown => {
  if (!(error instanceof StoreError)) return error;
  const { cause, message, code } = error;
  switch (code) {
    case 'SHOW_UNKNOWN':
      return new BadSettingError(`${message}.`, { cause: error });
    case 'RECORD_UNREADABLE':
    case 'STOCK_MISSING':
      return new LocalAwsError('BACKEND_UNAVAILABLE', `${message}.`, { cause: error });
    case 'STORE_UNAVAILABLE': {
      const why = cause instanceof Error ? ` (${cause.name})` : '';
      return new LocalAwsError('BACKEND_UNAVAILABLE', `${message}${why}: try again.`, {
        cause: error,
      });
    }
  }
};
