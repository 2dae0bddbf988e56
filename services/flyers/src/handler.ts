import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { withinTime } from '@willcall/domain';
import {
  createClientConfig,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import type { Context, S3Event } from 'aws-lambda';
import * as z from 'zod/mini';
import { type BucketConnection, openBuckets } from './bucket.ts';
import { handleUploads } from './handle-uploads.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  /** The base URL for browsers: the distribution, or the bucket itself. */
  FLYERS_BASE_URL: z.url(),
};

/** The common seams, and SDK middleware for S3. */
export type FlyersSeams = Seams & { readonly s3Plugins?: BucketConnection['plugins'] };

/** A Lambda function that S3 invokes. Lambda retries a failed event twice. */
export type UploadFunction = (event: S3Event, context: Context) => Promise<void>;

/** Attaches uploaded flyers to the shows that their keys name. Repeated and late events change nothing. */
export function createFlyers(environment: Environment, seams: FlyersSeams = {}): UploadFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('flyers', environment);
  const { logger, metrics, log, measure } = observability;
  const store = openStore(
    { shows: settings.SHOWS_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  // Local buckets have no host names.
  const forcePathStyle = settings.WILLCALL_BACKEND !== 'aws';
  const readFile = openBuckets({
    client: { ...createClientConfig(settings, 'S3'), forcePathStyle },
    plugins: seams.s3Plugins ?? [],
  });
  const { clock = () => new Date() } = seams;
  const dependencies = { store, readFile, baseUrl: settings.FLYERS_BASE_URL, clock, log, measure };

  const stack = middy<S3Event, void>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((event, context) =>
      withinTime(
        () => context.getRemainingTimeInMillis(),
        () => handleUploads(event.Records, context.awsRequestId, dependencies),
      ),
    );
  return async (event, context) => {
    await stack(event, context);
  };
}
