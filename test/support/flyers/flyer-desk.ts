import { createFlyers, type FlyersSeams } from '@willcall/flyers';
import { type UploadWish, uploadRecord } from '@willcall/flyers/testing';
import { readShow, type ShowRecord } from '@willcall/store';
import { inject } from 'vitest';
import { asDeployed } from '../role/as-deployed.ts';
import { lambdaContext } from '../sale/lambda-context.ts';
import { openSale, type Sale } from '../sale/open-sale.ts';
import { type FlyerBucket, flyerBucket } from './flyer-bucket.ts';

/** A show in tables of its own and a bucket of its own, whose events are made by hand. */
export type FlyerDesk = {
  readonly showId: string;
  readonly addShow: Sale['addShow'];
  readonly bucket: FlyerBucket;
  recordOf(showId?: string): Promise<ShowRecord>;
  /** Invokes an environment of the function of its own with one event of these records. */
  deliver(wishes: readonly UploadWish[], seams?: FlyersSeams): Promise<void>;
  /** Puts an object and delivers its event. */
  upload(key: string, body: Uint8Array, wish?: UploadWish): Promise<void>;
};

export const FLYERS_BASE_URL = 'https://flyers.example.com';

export async function openFlyerDesk(wish: Partial<ShowRecord> = {}): Promise<FlyerDesk> {
  const [sale, bucket] = await Promise.all([openSale(wish), flyerBucket()]);
  const environment = {
    WILLCALL_BACKEND: 'embedded',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodbEndpoint'),
    AWS_ENDPOINT_URL_S3: inject('sqsEndpoint'),
    SHOWS_TABLE: sale.store.tables.shows,
    FLYERS_BASE_URL,
  };
  const deliver: FlyerDesk['deliver'] = async (wishes, seams = {}) => {
    const Records = wishes.map((one) => uploadRecord({ bucket: bucket.name, ...one }));
    const named = { ...environment, FLYERS_BUCKET: bucket.name };
    const flyers = createFlyers(environment, asDeployed('flyers', named, seams));
    await flyers({ Records }, lambdaContext());
  };
  return {
    showId: sale.show.showId,
    addShow: sale.addShow,
    bucket,
    recordOf: async (showId = sale.show.showId) => {
      const found = await readShow(sale.store, showId, { consistent: true });
      if (found === undefined) throw new Error('The show is gone');
      return found;
    },
    deliver,
    upload: async (key, body, one = {}) => {
      await bucket.put(key, body);
      await deliver([{ key, ...one }]);
    },
  };
}
