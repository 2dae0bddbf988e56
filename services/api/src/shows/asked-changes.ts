import { isDeepStrictEqual } from 'node:util';
import type { ShowChange } from '@willcall/contracts';
import type { ShowRecord } from '@willcall/store';

/** What a request would make different of a show: what is so already is not changed, and not announced. */
export const askedChanges = (seen: ShowRecord, asked: ShowChange): ShowChange =>
  Object.fromEntries(
    Object.entries(asked).filter(([name, value]) => {
      if (value === undefined) return false;
      const has: unknown = seen[name as keyof ShowChange];
      return value === null ? has !== undefined : !isSame(has, value);
    }),
  );

/** Two spellings of one instant are the same. */
const isSame = (has: unknown, asked: unknown): boolean =>
  isDeepStrictEqual(has, asked) ||
  (typeof has === 'string' && typeof asked === 'string' && Date.parse(has) === Date.parse(asked));
