/**
 * The queue that an object's creation is announced in, found from the bucket's name by both sides.
 *
 * On AWS, S3 invokes a function asynchronously: Lambda keeps the event in a queue of its own until the
 * function has succeeded or failed for the third time. fauxqs accepts notification configurations
 * and never sends anything. So its process, before it answers an upload, puts the notification into
 * this queue, whose being there is the subscription; and the stage, which is another process, reads
 * it by the SQS endpoint, which is all that it knows of fauxqs. The message is just what S3 sends to
 * SQS on AWS. A stage that stops or crashes finds it again, by the queue's visibility timeout, and
 * with a data folder so does one started later. Callbacks over HTTP or IPC would have none of this.
 *
 * A bucket's name may have dots, a queue's may not; nor has a bucket's the underscore.
 */
export const notificationQueueName = (bucket: string): string =>
  `${bucket.replaceAll('.', '_')}-created`;
