import { type FlyerRefusal, flyerUrl, judgeUpload, parseFlyerKey } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import { attachFlyer, findShowsByName, type Store, type UpdatedShow } from '@willcall/store';
import type { ReadFile } from './bucket.ts';
import { readUpload, type Upload } from './read-upload.ts';

/** Dependencies of handling uploads. */
type UploadsDependencies = {
  readonly store: Store<'shows'>;
  readonly readFile: ReadFile;
  /** The base URL of the bucket's objects. */
  readonly baseUrl: string;
  readonly clock: () => Date;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Handles the records of an S3 event one after the other. A refused upload is logged and counted, and its
 * object is kept for a person. A tag would show the refusal too, but fauxqs treats PutObjectTagging as a
 * new upload and replaces the content.
 *
 * @throws the first transient error, after the rest of the records. Lambda then retries the event.
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
      log.error('Record is not an upload', { code: 'INVALID_EVENT' });
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
      log.info('Shows already have this flyer or a later one', fields);
      return;
    case 'gone':
      log.info('Upload no longer exists', fields);
  }
}

/** The outcome of an upload. */
type UploadOutcome =
  | { readonly kind: 'attached'; readonly shows: number }
  /** Every show of the upload already has this flyer or a later one. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'refused'; readonly reason: FlyerRefusal }
  | { readonly kind: 'gone' };

/**
 * Attaches an upload to the shows that its key names, if its bytes are an image.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; FlyersError BUCKET_UNAVAILABLE, after the other
 *   shows got the flyer. A retry does the rest.
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
  const faults: unknown[] = [];
  for (const showId of showIds) {
    try {
      outcomes.push(
        await attachFlyer(store, showId, {
          flyerUrl: flyerUrl(baseUrl, upload.key),
          flyerOrder: upload.order,
          at,
          correlationId: upload.correlationId,
        }),
      );
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
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
