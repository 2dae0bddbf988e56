import { MAX_BUCKETS } from '@willcall/domain';
import {
  awsClient,
  closedOrigin,
  dispatch,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
  purchaseIdKeys,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { getSales } from '../sales/get-sales.ts';
import { getShowSales } from '../sales/get-show-sales.ts';
import { seatRoutes } from '../seats/seat-routes.ts';
import { getTitles } from '../titles/get-titles.ts';
import { deleteShow } from './delete-show.ts';
import { flyerUploads, type SigningConnection } from './flyer-uploads.ts';
import { getShow } from './get-show.ts';
import { getShows } from './get-shows.ts';
import { newId } from './new-id.ts';
import { patchShow } from './patch-show.ts';
import { postCancellation } from './post-cancellation.ts';
import { postFlyer } from './post-flyer.ts';
import { postShow } from './post-show.ts';

const variables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  SEATS_TABLE: z.string().min(1),
  /** Cursors are signed with them. */
  ...purchaseIdKeysVariables,
  /** Written by whoever holds an address that this function signed, never by the function. */
  FLYERS_BUCKET: z.string().min(1),
  /** As many as workers may run at once; more would only make reads of the stock dearer. */
  STOCK_BUCKETS_MAX: z.coerce.number().int().min(1).max(MAX_BUCKETS).default(MAX_BUCKETS),
};

/** As every function's, and the signing of uploads. */
export type ShowsSeams = Seams & { readonly s3Plugins?: SigningConnection['plugins'] };

/** The shows: making, reading, changing, cancelling and removing them, their flyers, titles and sales. */
export function createShows(environment: Environment, seams: ShowsSeams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('shows', environment);
  const store = openStore(
    { shows: settings.SHOWS_TABLE, stock: settings.STOCK_TABLE, seats: settings.SEATS_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  const { clock = () => new Date(), random = Math.random } = seams;
  const keys = purchaseIdKeys(settings);
  const post = postShow(store, {
    maxBuckets: settings.STOCK_BUCKETS_MAX,
    clock,
    newShowId: () => newId(),
  });
  const sign = flyerUploads(settings.FLYERS_BUCKET, {
    client: {
      ...awsClient(settings, 'S3'),
      // Locally a bucket has no host name of its own.
      forcePathStyle: settings.WILLCALL_BACKEND !== 'aws',
    },
    plugins: seams.s3Plugins ?? [],
  });
  const change = { store, clock, random };
  const flyer = postFlyer(store, { sign, clock, newUploadId: () => newId() });
  const routes = dispatch({
    'POST /shows': httpStack(observability, post, { takesBody: true }),
    'GET /shows': httpStack(observability, getShows(store, keys)),
    'GET /shows/{showId}': httpStack(observability, getShow(store)),
    'PATCH /shows/{showId}': httpStack(observability, patchShow(change), { takesBody: true }),
    'DELETE /shows/{showId}': httpStack(observability, deleteShow(change)),
    'POST /shows/{showId}/cancel': httpStack(observability, postCancellation(change)),
    'POST /shows/{showId}/flyer': httpStack(observability, flyer, { takesBody: true }),
    'GET /shows/{showId}/sales': httpStack(observability, getShowSales(store)),
    'GET /sales': httpStack(observability, getSales(store)),
    'GET /titles': httpStack(observability, getTitles(store, keys)),
    ...seatRoutes(observability, store, { keys, clock, random }),
  });
  return closedOrigin(environment, routes);
}
