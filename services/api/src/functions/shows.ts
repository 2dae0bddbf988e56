import { MAX_SHARDS } from '@willcall/domain';
import {
  createClientConfig,
  createPurchaseIdKeysReader,
  type Environment,
  type HttpFunction,
  observe,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { addSeats, changeSeat, removeSeat } from '../seats/change-seats.ts';
import { listSeats } from '../seats/seat-map.ts';
import { getSeat } from '../seats/seat-resource.ts';
import { cancelShow, removeShow } from '../shows/cancel-show.ts';
import { changeShow } from '../shows/change-show.ts';
import { createShow, newId } from '../shows/create-show.ts';
import { createFlyerUpload, flyerUploads, type SigningConnection } from '../shows/flyer-uploads.ts';
import { listShows } from '../shows/list-shows.ts';
import { listTitles } from '../shows/list-titles.ts';
import { getSales, getShowSales } from '../shows/sales.ts';
import { getShow } from '../shows/show-resource.ts';

const variables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  SEATS_TABLE: z.string().min(1),
  /** Cursors are signed with them. */
  ...purchaseIdKeysVariables,
  /** Written by whoever holds an address that this function signed, never by the function. */
  FLYERS_BUCKET: z.string().min(1),
  /** As many as workers may run at once; more would only make reads of the stock dearer. */
  STOCK_BUCKETS_MAX: z.coerce.number().int().min(1).max(MAX_SHARDS).default(MAX_SHARDS),
};

/** As every function's, and the signing of uploads. */
type ShowsSeams = Seams & { readonly s3Plugins?: SigningConnection['plugins'] };

/** The shows: making, reading, changing, cancelling and removing them, their flyers, titles and sales. */
export function createShows(environment: Environment, seams: ShowsSeams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('shows', environment);
  const store = openStore(
    { shows: settings.SHOWS_TABLE, stock: settings.STOCK_TABLE, seats: settings.SEATS_TABLE },
    { client: createClientConfig(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  const { clock = () => new Date(), random = Math.random } = seams;
  const keys = createPurchaseIdKeysReader(settings);
  const sign = flyerUploads(settings.FLYERS_BUCKET, {
    client: {
      ...createClientConfig(settings, 'S3'),
      // Locally a bucket has no host name of its own.
      forcePathStyle: settings.WILLCALL_BACKEND !== 'aws',
    },
    plugins: seams.s3Plugins ?? [],
  });
  const changing = { store, clock, random };
  return serveRoutes('shows', {
    environment,
    observability,
    handlers: {
      createShow: createShow({
        store,
        maxBuckets: settings.STOCK_BUCKETS_MAX,
        clock,
        newShowId: () => newId(),
      }),
      listShows: listShows(store, keys),
      getShow: getShow(store),
      changeShow: changeShow(changing),
      removeShow: removeShow(changing),
      cancelShow: cancelShow(changing),
      createFlyerUpload: createFlyerUpload({ store, sign, clock, newUploadId: () => newId() }),
      getShowSales: getShowSales(store),
      getSales: getSales(store),
      listTitles: listTitles(store, keys),
      listSeats: listSeats(store, keys),
      getSeat: getSeat(store),
      addSeats: addSeats(changing),
      changeSeat: changeSeat(changing),
      removeSeat: removeSeat(changing),
    },
  });
}
