import {
  type AsynchronousOptions,
  asynchronousFunction,
} from '../../aws/lambda/asynchronous-function.ts';
import { type Pump, startPump } from '../../aws/lambda/queues/start-pump.ts';
import { consoleLog } from '../../aws/process/local-log.ts';
import type { NotifyingBucket } from './create-notifying-bucket.ts';

export type ObjectNotificationOptions = Pick<
  AsynchronousOptions,
  'client' | 'function' | 'onFailure'
> &
  Partial<Pick<AsynchronousOptions, 'retryDelaysSeconds' | 'log'>> & {
    readonly bucket: NotifyingBucket;
    /** Objects handled at once. Each long poll holds a socket of the client. */
    readonly pollers?: number;
  };

/**
 * One minute, then two.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_DELAYS_SECONDS = [60, 120];

const POLLERS = 2;

/**
 * Invokes a function for each object that is created in a bucket, as S3 and Lambda do together: one
 * object an event, at least once, twice more after an error.
 *
 * @example
 * const bucket = await createNotifyingBucket(s3, sqs, 'willcall-dev-flyers');
 * const notifications = startObjectNotifications({ client: sqs, bucket, function: flyers });
 * await notifications.stop();
 */
export const startObjectNotifications = ({
  client,
  bucket,
  function: lambda,
  onFailure,
  retryDelaysSeconds = RETRY_DELAYS_SECONDS,
  pollers = POLLERS,
  log = consoleLog,
}: ObjectNotificationOptions): Pump =>
  startPump({
    client,
    queue: bucket.created,
    function: asynchronousFunction({
      client,
      queue: bucket.created,
      function: lambda,
      retryDelaysSeconds,
      onFailure,
      log,
    }),
    batchSize: 1,
    pollers,
    log,
  });
