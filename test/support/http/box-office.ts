import { randomUUID } from 'node:crypto';
import type { Sales, ShowWithStock } from '@willcall/contracts';
import { auditShow, openStore, type ShowAudit, type Store } from '@willcall/store';
import { expect, inject } from 'vitest';
import { type TestStage, type TestStageOptions, testStage } from '../stage.ts';
import { type ShowWish, showBody } from './bodies.ts';
import { type Buyer, buyer } from './buyer.ts';
import { type HttpClient, httpClient } from './http-client.ts';

/** A whole stage, from gateway to tables, with the people before it. */
export type BoxOffice = {
  readonly stage: TestStage;
  readonly send: HttpClient;
  readonly adminToken: string;
  /** The stage's own tables, to recompute from. */
  readonly store: Store;
  makeShow(wish?: ShowWish): Promise<ShowWithStock>;
  /** Somebody of their own, unless named. */
  buyer(userId?: string): Promise<Buyer>;
  sales(showId: string): Promise<Sales>;
  audit(showId: string): Promise<ShowAudit>;
};

/**
 * Opens a box office: a stage that stops with the test, or the file, that it was opened in.
 *
 * @example
 * const { makeShow, buyer } = await openBoxOffice();
 * const { showId } = await makeShow({ capacity: 2 });
 * const ana = await buyer();
 * expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
 */
export const openBoxOffice = async (options: TestStageOptions = {}): Promise<BoxOffice> => {
  const stage = await testStage(options);
  const send = httpClient(stage.url);
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
    send,
    adminToken,
    store,
    makeShow: async (wish) => {
      const body = showBody(wish);
      const answer = await send({ method: 'POST', path: '/v1/shows', token: adminToken, body });
      expect(answer).toMatchObject({ status: 201 });
      return answer.body as ShowWithStock;
    },
    buyer: async (userId = `buyer-${randomUUID()}`) =>
      buyer(send, await stage.issueToken({ user: userId }), userId),
    sales: async (showId) => {
      const answer = await send({ path: `/v1/shows/${showId}/sales`, token: adminToken });
      expect(answer).toMatchObject({ status: 200 });
      return answer.body as Sales;
    },
    audit: (showId) => auditShow(store, showId),
  };
};
