import { randomUUID } from 'node:crypto';
import { EVENT_SOURCE, EVENT_VERSION, type EventDetail } from '@willcall/contracts';
import type { Seams } from '@willcall/lambda';
import { createPricing } from '@willcall/pricing';
import { changeShow, readShow, type ShowRecord } from '@willcall/store';
import { inject } from 'vitest';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
import { openSale } from '../sale/open-sale.ts';

type PriceChangeInitiated = EventDetail<'PriceChangeInitiated'>;

/** A show in its own tables, whose price changes are delivered by hand. */
export type RepricedShow = {
  readonly showId: string;
  record(): Promise<ShowRecord>;
  /** Sets a price in minor units. Returns the event that the stream would publish once. */
  setPrice(amount: number): Promise<PriceChangeInitiated>;
  /** Invokes a new environment of the function, as the bus does. */
  deliver(detail: object, seams?: Seams, type?: string): Promise<void>;
  /** For functions on the show's tables. */
  readonly environment: Readonly<Record<'SHOWS_TABLE', string> & Record<string, string>>;
};

/** Creates a show with this price in euro cents. */
export async function openRepricedShow(amount: number): Promise<RepricedShow> {
  const { store, show } = await openSale({ price: { amount, currency: 'EUR' } });
  const record = async () => {
    const found = await readShow(store, show.showId, { consistent: true });
    if (found === undefined) throw new Error('expected a show');
    return found;
  };
  const environment = {
    WILLCALL_BACKEND: 'embedded',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodbEndpoint'),
    SHOWS_TABLE: store.tables.shows,
    SEATS_TABLE: store.tables.seats,
    PURCHASES_TABLE: store.tables.purchases,
  };
  return {
    showId: show.showId,
    record,
    setPrice: async (to) => {
      const seen = await record();
      const price = { amount: to, currency: 'EUR' };
      const change = { price, at: new Date().toISOString(), correlationId: randomUUID() };
      const changed = await changeShow(store, seen, change);
      if (typeof changed === 'string') throw new Error(`The price did not change: ${changed}`);
      return announced(seen, changed);
    },
    environment,
    deliver: async (detail, seams = {}, type = 'PriceChangeInitiated') => {
      const pricing = createPricing(environment, asDeployed('pricing', environment, seams));
      await pricing(envelope(type, detail), makeLambdaContext());
    },
  };
}

const announced = (before: ShowRecord, after: ShowRecord): PriceChangeInitiated => ({
  eventId: randomUUID().replaceAll('-', '').slice(0, 22),
  version: EVENT_VERSION,
  occurredAt: after.updatedAt ?? after.createdAt,
  correlationId: after.correlationId,
  showId: after.showId,
  showName: after.name,
  oldPrice: before.price,
  newPrice: after.price,
  priceVersion: after.priceVersion,
});

const envelope = (type: string, detail: object) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': type,
  source: EVENT_SOURCE,
  account: '000000000000',
  time: new Date().toISOString(),
  region: 'us-east-1',
  resources: [],
  detail,
});
