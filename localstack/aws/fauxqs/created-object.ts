/** What S3 calls the ways in which an object comes to be. */
export type CreationEvent =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload';

export type CreatedObject = {
  readonly eventName: CreationEvent;
  readonly bucket: string;
  readonly key: string;
};

/** A request to S3 by path, as fauxqs's router has taken it apart. */
export type S3Request = {
  readonly method: string;
  /** `bucket`, and the key as `*`. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
};

const CREATED = 200;

/**
 * The object that a request has made, if it has: not a bucket, nor a part of an upload, nor another
 * name for what was there. Objects that an HTML form posts are left out, since nothing here does it.
 */
export const createdObject = (
  { method, params, query, headers }: S3Request,
  statusCode: number,
): CreatedObject | undefined => {
  const { bucket = '', '*': key = '' } = params;
  if (statusCode !== CREATED || bucket === '' || key === '') return undefined;
  const ofUpload = 'uploadId' in query;
  if (method === 'POST' && ofUpload) {
    return { eventName: 'ObjectCreated:CompleteMultipartUpload', bucket, key };
  }
  if (method !== 'PUT' || ofUpload || 'renameObject' in query) return undefined;
  const copied = 'x-amz-copy-source' in headers;
  return { eventName: copied ? 'ObjectCreated:Copy' : 'ObjectCreated:Put', bucket, key };
};
