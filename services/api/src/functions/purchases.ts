import { setTimeout as wait } from 'node:timers/promises';
import { purchasesRoutes } from '@willcall/contracts';
import {
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
import { readTimeoutVariables } from '../caches/cached-reads.ts';
import { getBuyerLedger } from '../purchases/buyer-ledger.ts';
import {
  cancelBuyerPurchase,
  cancelPurchase,
  erasePurchase,
} from '../purchases/cancel-purchase.ts';
import { changePurchase } from '../purchases/change-purchase.ts';
import type { PurchaseDependencies } from '../purchases/changeable-purchase.ts';
import { listPurchases } from '../purchases/list-purchases.ts';
import { listTickets } from '../purchases/list-tickets.ts';
import { getPurchase } from '../purchases/purchase-resource.ts';
import { cacheLags, createQueueWait } from '../waiting/queue-wait.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
  ...purchaseIdKeysVariables,
  ...readTimeoutVariables,
};

/** Reading, changing, cancelling, erasing and listing purchases. */
export function createPurchases(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('purchases', environment);
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      journal: settings.JOURNAL_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
      pulse: settings.PULSE_TABLE,
    },
    createStoreConnection(settings, observability, seams),
  );
  const keys = createPurchaseIdKeysReader(settings);
  const { clock = () => new Date(), random = Math.random } = seams;
  const dependencies: PurchaseDependencies = {
    store,
    keys,
    clock,
    random,
    wait: (milliseconds) => wait(milliseconds),
    log: observability.log,
    measure: observability.measure,
  };
  const lags = cacheLags(store, observability.log, settings.READ_PATIENCE_MS);
  return serveRoutes({
    routes: purchasesRoutes,
    environment,
    observability,
    handlers: {
      getPurchase: getPurchase(dependencies, createQueueWait({ lags, clock, random })),
      changePurchase: changePurchase(dependencies),
      cancelPurchase: cancelPurchase(dependencies),
      erasePurchase: erasePurchase(dependencies),
      listPurchases: listPurchases(store, keys),
      cancelBuyerPurchase: cancelBuyerPurchase(dependencies),
      listTickets: listTickets(store, keys),
      getBuyerLedger: getBuyerLedger(store),
    },
  });
}
