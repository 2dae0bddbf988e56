import type { buildApp } from 'fauxqs';
import type { FauxqsStores } from './fauxqs-internals.ts';
import {
  type CreatedObject,
  createNotificationRecord,
  notificationQueueName,
} from './object-notification.ts';

/** A request to S3 by path, as fauxqs's router has taken it apart. */
type S3Request = {
  readonly method: string;
  /** `bucket`, and the key as `*`. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
};

type FauxqsApp = ReturnType<typeof buildApp>;

type Queue = NonNullable<ReturnType<FauxqsStores['sqsStore']['getQueueByName']>>;

/** A static method of fauxqs's SqsStore, whose class is hidden. */
type MessageMaker = { createMessage(body: string): Parameters<Queue['enqueue']>[0] };

/**
 * Makes fauxqs announce the objects that are created in its buckets; see notificationQueueName.
 *
 * In the turn in which the object was stored, so that what is read here is just that object. The
 * answer waits for one microtask: by then crashSafe has committed, so that an upload that
 * was acknowledged has been announced. It must not wait longer: a route of fauxqs resolves without
 * its reply, and Fastify would answer a second time.
 */
export const announceObjects = (app: FauxqsApp, { sqsStore, s3Store }: FauxqsStores): void => {
  const next = createSequencer(Date.now);
  const messages = sqsStore.constructor as unknown as MessageMaker;
  app.addHook('onSend', (request, reply, _payload, done) => {
    const created = findCreatedObject(request as S3Request, reply.statusCode);
    const queue = created && sqsStore.getQueueByName(notificationQueueName(created.bucket));
    if (created === undefined || queue === undefined) {
      done();
      return;
    }
    const { contentLength: size, etag: eTag } = s3Store.headObject(created.bucket, created.key);
    const at = new Date();
    const record = createNotificationRecord({
      ...created,
      size,
      eTag,
      at,
      sequencer: next(),
    });
    queue.enqueue(messages.createMessage(JSON.stringify({ Records: [record] })));
    queueMicrotask(done);
  });
};

const CREATED = 200;

/**
 * The object that a request has made, if it has: not a bucket, nor a part of an upload, nor another
 * name for what was there. Objects that an HTML form posts are left out, since nothing here does it.
 */
export const findCreatedObject = (
  { method, params, query, headers }: S3Request,
  statusCode: number,
): CreatedObject | undefined => {
  const { bucket = '', '*': key = '' } = params;
  if (statusCode !== CREATED || bucket === '' || key === '') return undefined;
  const isMultipart = 'uploadId' in query;
  if (method === 'POST' && isMultipart) {
    return { eventName: 'ObjectCreated:CompleteMultipartUpload', bucket, key };
  }
  if (method !== 'PUT' || isMultipart || 'renameObject' in query) return undefined;
  const isCopy = 'x-amz-copy-source' in headers;
  return { eventName: isCopy ? 'ObjectCreated:Copy' : 'ObjectCreated:Put', bucket, key };
};

/** AWS's have 18 hexadecimal digits or so; only their order means anything. */
const DIGITS = 18;

/** Room for this many events in a millisecond before the numbers run ahead of the clock. */
const PER_MILLISECOND = 1_024n;

/** Numbers that grow with each call, and over a restart, since they start with the time. */
export const createSequencer = (now: () => number): (() => string) => {
  let last = 0n;
  return () => {
    const earliest = BigInt(now()) * PER_MILLISECOND;
    last = earliest > last ? earliest : last + 1n;
    return last.toString(16).toUpperCase().padStart(DIGITS, '0');
  };
};
