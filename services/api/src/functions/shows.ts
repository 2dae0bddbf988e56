import { findPastTimes, showsRoutes } from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import {
  createClientConfig,
  createPurchaseIdKeysReader,
  createStoreConnection,
  type Environment,
  type HttpFunction,
  NonEmptyText,
  observe,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { addSeats, changeSeat, removeSeat } from '../seats/change-seats.ts';
import { listSeats } from '../seats/seat-map.ts';
import { getSeat } from '../seats/seat-resource.ts';
import { copyTakenSeats, listTakenSeats } from '../seats/taken-seats.ts';
import { cancelShow, removeShow } from '../shows/cancel-show.ts';
import { changeShow } from '../shows/change-show.ts';
import { createShow, newId } from '../shows/create-show.ts';
import {
  createFlyerUpload,
  createUploadSigner,
  type SigningConnection,
} from '../shows/flyer-uploads.ts';
import { listShows } from '../shows/list-shows.ts';
import { listTitles } from '../shows/list-titles.ts';
import { copyShows, getShow } from '../shows/public-show.ts';
import { getSales, getShowSales } from '../shows/sales.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
  /** These keys sign cursors. */
  ...purchaseIdKeysVariables,
  /** Only clients with a URL signed by this function write to the bucket. */
  FLYERS_BUCKET: NonEmptyText,
  /** The maximum number of concurrent workers. More shards only make stock reads more expensive. */
  STOCK_BUCKETS_MAX: z._default(
    z.coerce.number().check(z.int()).check(z.gte(1), z.lte(MAX_SHARDS)),
    MAX_SHARDS,
  ),
  /** Whether this stage takes payments. It then takes shows that a payment provider takes the money for. */
  PAYMENTS: z._default(z.enum(['OFF', 'ON']), 'OFF'),
};

/** The common seams, and SDK middleware for signing uploads. */
type ShowsSeams = Seams & { readonly s3Plugins?: SigningConnection['plugins'] };

/** Creating, reading, changing, cancelling and removing shows, with their seats, flyers, titles and sales. */
export function createShows(environment: Environment, seams: ShowsSeams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('shows', environment);
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      journal: settings.JOURNAL_TABLE,
      seats: settings.SEATS_TABLE,
    },
    createStoreConnection(settings, observability, seams),
  );
  const { clock = () => new Date(), random = Math.random } = seams;
  const keys = createPurchaseIdKeysReader(settings);
  const sign = createUploadSigner(settings.FLYERS_BUCKET, {
    client: {
      ...createClientConfig(settings, 'S3'),
      // Local buckets have no host names.
      forcePathStyle: settings.WILLCALL_BACKEND !== 'aws',
    },
    plugins: seams.s3Plugins ?? [],
  });
  const changing = { store, clock, random };
  const copies = copyShows(store, { clock });
  const takenCopies = copyTakenSeats(store, { clock });
  /** Drops this environment's copies of a show that the handler changes, also if its outcome is unknown. */
  const dropping =
    <Call extends { readonly path: { readonly showId: string } }, Answer>(
      handler: (call: Call) => Promise<Answer>,
    ) =>
    (call: Call): Promise<Answer> =>
      handler(call).finally(() => {
        copies.drop(call.path.showId);
        takenCopies.drop(call.path.showId);
      });
  return serveRoutes({
    routes: showsRoutes,
    environment,
    observability,
    handlers: {
      createShow: createShow({
        store,
        maxBuckets: settings.STOCK_BUCKETS_MAX,
        takesPayments: settings.PAYMENTS === 'ON',
        clock,
        newShowId: () => newId(),
      }),
      listShows: listShows({ store, keys, clock }),
      getShow: getShow(copies, clock),
      changeShow: dropping(changeShow(changing)),
      removeShow: dropping(removeShow(changing)),
      cancelShow: dropping(cancelShow(changing)),
      createFlyerUpload: createFlyerUpload({ store, sign, clock, newUploadId: () => newId() }),
      getShowSales: getShowSales(store),
      getSales: getSales(store),
      listTitles: listTitles({ store, keys, clock }),
      listSeats: listSeats(store, keys),
      listTakenSeats: listTakenSeats(takenCopies),
      getSeat: getSeat(store),
      addSeats: dropping(addSeats(changing)),
      changeSeat: changeSeat(changing),
      removeSeat: dropping(removeSeat(changing)),
    },
    otherFaults: { createShow: (body) => findPastTimes({ ...Object(body) }, clock()) },
  });
}
