import type { buildApp } from 'fauxqs';
import { createdObject, type S3Request } from './created-object.ts';
import type { FauxqsStores } from './fauxqs-internals.ts';
import { notificationQueueName } from './notification-queue-name.ts';
import { notificationRecord } from './notification-record.ts';
import { sequencer } from './sequencer.ts';

export type FauxqsApp = ReturnType<typeof buildApp>;

type Queue = NonNullable<ReturnType<FauxqsStores['sqsStore']['getQueueByName']>>;

/** A static method of fauxqs's SqsStore, whose class is hidden. */
type MessageMaker = { createMessage(body: string): Parameters<Queue['enqueue']>[0] };

/**
 * Makes fauxqs announce the objects that are created in its buckets; see ./notification-queue-name.ts.
 *
 * In the turn in which the object was stored, so that what is read here is just that object. The
 * answer waits for one microtask: by then ../sqs/crash-safe.ts has committed, so that an upload that
 * was acknowledged has been announced. It must not wait longer: a route of fauxqs resolves without
 * its reply, and Fastify would answer a second time.
 */
export const announceObjects = (app: FauxqsApp, { sqsStore, s3Store }: FauxqsStores): void => {
  const next = sequencer(Date.now);
  const messages = sqsStore.constructor as unknown as MessageMaker;
  app.addHook('onSend', (request, reply, _payload, done) => {
    const created = createdObject(request as S3Request, reply.statusCode);
    const queue = created && sqsStore.getQueueByName(notificationQueueName(created.bucket));
    if (created === undefined || queue === undefined) {
      done();
      return;
    }
    const { contentLength: size, etag: eTag } = s3Store.headObject(created.bucket, created.key);
    const at = new Date();
    const record = notificationRecord({ ...created, size, eTag, at, sequencer: next() });
    queue.enqueue(messages.createMessage(JSON.stringify({ Records: [record] })));
    queueMicrotask(done);
  });
};
