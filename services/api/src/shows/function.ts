import { randomBytes } from 'node:crypto';
import { MAX_BUCKETS } from '@willcall/domain';
import {
  awsClient,
  dispatch,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { getSales } from './get-sales.ts';
import { getShow } from './get-show.ts';
import { getShows } from './get-shows.ts';
import { postShow } from './post-show.ts';

const variables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  /** As many as workers may run at once; more would only make reads of the stock dearer. */
  STOCK_BUCKETS_MAX: z.coerce.number().int().min(1).max(MAX_BUCKETS).default(MAX_BUCKETS),
};

/** Bytes: a show's id is random, and made here. */
const SHOW_ID_BYTES = 12;

/** The shows: making and reading them, and what a show has sold. */
export function createShows(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('shows', environment);
  const store = openStore(
    { shows: settings.SHOWS_TABLE, stock: settings.STOCK_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  const post = postShow(store, {
    maxBuckets: settings.STOCK_BUCKETS_MAX,
    clock: seams.clock ?? (() => new Date()),
    newShowId: () => randomBytes(SHOW_ID_BYTES).toString('base64url'),
  });
  return dispatch({
    'POST /shows': httpStack(observability, post, { takesBody: true }),
    'GET /shows': httpStack(observability, getShows(store)),
    'GET /shows/{showId}': httpStack(observability, getShow(store)),
    'GET /shows/{showId}/sales': httpStack(observability, getSales(store)),
  });
}
