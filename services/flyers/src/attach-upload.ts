import { type FlyerRefusal, flyerUrl, judgeUpload, namedByKey } from '@willcall/domain';
import { attachFlyer, findComingShows, type Store, type UpdatedShow } from '@willcall/store';
import type { ReadFile } from './bucket.ts';
import type { Upload } from './read-upload.ts';

export type FlyersDependencies = {
  readonly store: Store<'shows'>;
  readonly readFile: ReadFile;
  /** The address below which the bucket's objects are read. */
  readonly baseUrl: string;
  readonly clock: () => Date;
};

/** What became of an upload. */
export type UploadOutcome =
  | { readonly kind: 'attached'; readonly shows: number }
  /** Every show that it is for has this flyer already, or a later one. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'refused'; readonly reason: FlyerRefusal }
  | { readonly kind: 'gone' };

/**
 * Attaches an upload to the shows that its key names, if it is an image by its own bytes.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; FlyersError BUCKET_UNAVAILABLE. Some of the
 *   shows may then have it; a repeat does the rest.
 */
export async function attachUpload(
  upload: Upload & { readonly correlationId: string },
  { store, readFile, baseUrl, clock }: FlyersDependencies,
): Promise<UploadOutcome> {
  const at = clock().toISOString();
  const showIds = await showsNamedBy(upload.key, store, at);
  if (showIds.length === 0) return { kind: 'refused', reason: 'UNKNOWN_SHOW' };
  const file = await readFile(upload.bucket, upload.key);
  if (file === 'gone') return { kind: 'gone' };
  const reason = judgeUpload(file);
  if (reason !== undefined) return { kind: 'refused', reason };

  const outcomes: UpdatedShow[] = [];
  for (const showId of showIds) {
    outcomes.push(
      await attachFlyer(store, showId, {
        flyerUrl: flyerUrl(baseUrl, upload.key),
        flyerOrder: upload.order,
        at,
        correlationId: upload.correlationId,
      }),
    );
  }
  return outcomeOf(outcomes);
}

function outcomeOf(outcomes: readonly UpdatedShow[]): UploadOutcome {
  const shows = outcomes.filter((outcome) => typeof outcome === 'object').length;
  if (shows > 0) return { kind: 'attached', shows };
  if (outcomes.includes('refused')) return { kind: 'outdated' };
  return { kind: 'refused', reason: 'UNKNOWN_SHOW' };
}

async function showsNamedBy(
  key: string,
  store: Store<'shows'>,
  now: string,
): Promise<readonly string[]> {
  const named = namedByKey(key);
  switch (named.kind) {
    case 'show':
      return [named.showId];
    case 'name':
      return (await findComingShows(store, named.name, now)).map(({ showId }) => showId);
    case 'nothing':
      return [];
  }
}
