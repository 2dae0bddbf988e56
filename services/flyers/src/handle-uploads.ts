import type { Log, Measure } from '@willcall/lambda';
import { attachUpload, type FlyersDependencies, type UploadOutcome } from './attach-upload.ts';
import { readUpload, type Upload } from './read-upload.ts';

export type UploadsDependencies = FlyersDependencies & {
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
