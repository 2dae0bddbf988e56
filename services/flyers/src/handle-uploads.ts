import { type FlyerRefusal, flyerUrl, judgeUpload, parseFlyerKey } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import { attachFlyer, findShowsByName, type Store, type UpdatedShow } from '@willcall/store';
import type { ReadFile } from './bucket.ts';
import { readUpload, type Upload } from './read-upload.ts';

/** What handling uploads needs from outside. */
type UploadsDependencies = {
  readonly store: Store<'shows'>;
  readonly readFile: ReadFile;
  /** The address below which the bucket's objects are read. */
  readonly baseUrl: string;
  readonly clock: () => Date;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Handles every record of an S3 event, one after the other. A refused upload is logged and counted, and
 * its object left as it is, for a person to look at: a tag on it would tell as much, but fauxqs takes
 * PutObjectTagging for a new upload, and would have its content replaced.
 *
 * @throws the first transient fault, after the rest of the records: S3's invocation is tried again.
 */
export async function handleUploads(
  records: readonly unknown[],
  requestId: string,
  dependencies: UploadsDependencies,
): Promise<void> {
  const { log, measure } = dependencies;
  const faults: unknown[] = [];
  for (const record of records) {
    const upload = readUpload(record);
    if (upload === undefined) {
      measure.count('FlyersInvalid');
      log.error('A record tells of no upload', { code: 'INVALID_EVENT' });
      continue;
    }
    const traced = { ...upload, correlationId: upload.requestId ?? requestId };
    try {
      report(await attachUpload(traced, dependencies), traced, dependencies);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

function report(
  outcome: UploadOutcome,
  { key, correlationId }: Upload & { readonly correlationId: string },
  { log, measure }: UploadsDependencies,
): void {
  const fields = { objectKey: key, correlationId };
  switch (outcome.kind) {
    case 'attached':
      measure.count('FlyersAttached', outcome.shows);
      log.info('Flyer attached', { ...fields, count: outcome.shows });
      return;
    case 'refused':
      measure.count(`FlyerRefused_${outcome.reason}`);
      log.warn('Flyer refused', { ...fields, reason: outcome.reason });
      return;
    case 'outdated':
      log.info('The shows have this flyer, or a later one', fields);
      return;
    case 'gone':
      log.info('The upload is gone', fields);
  }
}

/** What became of an upload. */
type UploadOutcome =
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
async function attachUpload(
  upload: Upload & { readonly correlationId: string },
  { store, readFile, baseUrl, clock }: UploadsDependencies,
): Promise<UploadOutcome> {
  const at = clock().toISOString();
  const showIds = await findShowsNamedBy(upload.key, store, at);
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

async function findShowsNamedBy(
  key: string,
  store: Store<'shows'>,
  now: string,
): Promise<readonly string[]> {
  const named = parseFlyerKey(key);
  switch (named.kind) {
    case 'show':
      return [named.showId];
    case 'name':
      return (await findShowsByName(store, named.name, now)).map(({ showId }) => showId);
    case 'nothing':
      return [];
  }
}
