import { createPurchases, createShows } from '@willcall/api';
import type { PurchaseMessage } from '@willcall/contracts';
import type { HttpFunction } from '@willcall/lambda';
import { createHttpEvent } from '@willcall/lambda/testing';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
import type { Sale } from '../sale/open-sale.ts';
import { makePurchaseSqsRecord } from '../sale/purchase-message.ts';

/** The functions of a sale, called one after the other at a time that the test sets. */
export type FunctionCalls = {
  /** Delivers a batch to a worker, which must decide all of it. */
  decide(messages: readonly PurchaseMessage[]): Promise<void>;
  /** Returns the status code, as `change` does. */
  cancel(userId: string, purchaseId: string): Promise<number>;
  change(showId: string, change: object): Promise<number>;
};

/** @param now the functions' clock, in milliseconds. */
export function makeFunctionCalls(
  sale: Sale,
  keysFile: string,
  { now, random }: { readonly now: () => number; readonly random: () => number },
): FunctionCalls {
  const clock = () => new Date(now());
  const environment = {
    ...sale.environment,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    FLYERS_BUCKET: 'none',
    PURCHASE_ID_KEYS_FILE: keysFile,
  };
  const as = (id: 'purchases' | 'shows') => asDeployed(id, environment, { clock, random });
  const purchases = createPurchases(environment, as('purchases'));
  const shows = createShows(environment, as('shows'));
  const workers = [sale.worker({ clock, random }), sale.worker({ clock, random })];
  let turn = 0;
  return {
    decide: async (messages) => {
      turn += 1;
      const worker = workers[turn % workers.length];
      const failed = await worker?.(messages.map((message) => makePurchaseSqsRecord(message)));
      if (failed === undefined || failed.length > 0)
        throw new Error('The worker reported failed messages');
    },
    cancel: (userId, purchaseId) =>
      answered(purchases, 'POST /v1/purchases/{purchaseId}/cancel', {
        path: { purchaseId },
        claims: { sub: userId },
      }),
    change: (showId, change) =>
      answered(shows, 'PATCH /v1/shows/{showId}', {
        path: { showId },
        claims: { sub: 'ops', scope: 'willcall/admin' },
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
      }),
  };
}

async function answered(
  call: HttpFunction,
  routeKey: string,
  event: Parameters<typeof createHttpEvent>[0],
): Promise<number> {
  const answer = await call(createHttpEvent({ routeKey, ...event }), makeLambdaContext());
  return answer.statusCode ?? 0;
}
