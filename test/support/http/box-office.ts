import { randomUUID } from 'node:crypto';
import { type Client, openClient } from '@willcall/client/checked';
import type { Sales, ShowWithStock } from '@willcall/contracts';
import { auditShow, openStore, type ShowAudit, type Store } from '@willcall/store';
import { inject } from 'vitest';
import { startTestStage, type TestStage, type TestStageOptions } from '../stage.ts';
import { runAtEnd } from './at-end.ts';
import { type ShowOverrides, showBody } from './bodies.ts';
import { type Buyer, makeBuyer } from './buyer.ts';

/** A whole stage, from gateway to tables, with its buyers and an admin. */
export type BoxOffice = {
  readonly stage: TestStage;
  /** Calls each route once, whatever the answer. */
  readonly client: Client;
  /** Sends any request and does not check the answer. */
  readonly send: Client['send'];
  readonly adminToken: string;
  /** The tables of the stage, for recounts. */
  readonly store: Store;
  makeShow(overrides?: ShowOverrides): Promise<ShowWithStock>;
  /** Creates a new buyer, or one with this id. */
  buyer(userId?: string): Promise<Buyer>;
  sales(showId: string): Promise<Sales>;
  /** Audits all records, also those that the journal of the show does not name. */
  audit(showId: string): Promise<ShowAudit>;
};

/**
 * Opens a stage that stops at the end of the current test or file.
 *
 * @example
 * const { makeShow, buyer } = await openBoxOffice();
 * const { showId } = await makeShow({ capacity: 2 });
 * const ana = await buyer();
 * expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
 */
export const openBoxOffice = async (options: TestStageOptions = {}): Promise<BoxOffice> => {
  const stage = await startTestStage(options);
  // Tests see each answer, including those a client would retry, and end by their own timeout.
  const client = openClient({ url: stage.url, retry: { attempts: 1 }, idleTimeoutMs: 0 });
  runAtEnd(client.close);
  // Buyers retry as the API asks, until their own patience ends.
  const buyersClient = openClient({
    url: stage.url,
    retry: { attempts: Number.POSITIVE_INFINITY },
    idleTimeoutMs: 0,
  });
  runAtEnd(buyersClient.close);
  const adminToken = await stage.issueToken({ user: 'ops', admin: true });
  const store = openStore(stage.resources.tables, {
    client: {
      endpoint: inject('dynamodbEndpoint'),
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
  });
  return {
    stage,
    client,
    send: client.send,
    adminToken,
    store,
    makeShow: async (overrides) => {
      const { body } = await client.call('createShow', {
        body: showBody(overrides),
        token: adminToken,
      });
      return body;
    },
    buyer: async (userId = `buyer-${randomUUID()}`) =>
      makeBuyer(buyersClient, await stage.issueToken({ user: userId }), userId),
    sales: async (showId) =>
      (await client.call('getShowSales', { path: { showId }, token: adminToken })).body,
    audit: (showId) => {
      const { clock } = options.seams ?? {};
      return auditShow(store, showId, {
        allRecords: true,
        ...(clock === undefined ? {} : { clock }),
      });
    },
  };
};
