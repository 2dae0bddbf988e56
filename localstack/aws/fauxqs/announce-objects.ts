import type { buildApp } from 'fauxqs';
import type { FauxqsStores } from './fauxqs-internals.ts';
import {
  type CreatedObject,
  createNotificationRecord,
  notificationQueueName,
} from './object-notification.ts';

/** A path-style request to S3, as fauxqs's router parses it. */
type S3Request = {
  readonly method: string;
  /** `bucket`, and the object key as `*`. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
};

type FauxqsApp = ReturnType<typeof buildApp>;

type Queue = NonNullable<ReturnType<FauxqsStores['sqsStore']['getQueueByName']>>;

/** A static method of fauxqs's SqsStore class, which is not exported. */
type MessageMaker = { createMessage(body: string): Parameters<Queue['enqueue']>[0] };

/**
 * Makes fauxqs send a notification for each object that is created; see notificationQueueName.
 *
 * The hook runs in the same turn in which the object is stored, so it reads exactly that object. The
 * response waits for one microtask. By then makeCrashSafe has committed, so every acknowledged upload
 * has its notification. The response must not wait longer: a fauxqs route resolves before its reply,
 * and Fastify would respond a second time.
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
 * Returns the object that a request created, or undefined for a bucket, a part of a multipart upload,
 * or a rename. HTML form uploads are not covered, because nothing here uses them.
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

/** AWS's sequencers have about 18 hexadecimal digits. Only their order matters. */
const DIGITS = 18;

/** Room for this many events in a millisecond before the numbers run ahead of the clock. */
const PER_MILLISECOND = 1_024n;

/** Creates numbers that grow with each call, and across restarts, because they start with the time. */
export const createSequencer = (now: () => number): (() => string) => {
  let last = 0n;
  return () => {
    const earliest = BigInt(now()) * PER_MILLISECOND;
    last = earliest > last ? earliest : last + 1n;
    return last.toString(16).toUpperCase().padStart(DIGITS, '0');
  };
};
