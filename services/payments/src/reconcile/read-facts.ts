import { UserId } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import {
  type PurchaseRecord,
  purchaseRecordKey,
  purchaseRef,
  readListed,
  type Store,
  type UnreadableRecord,
} from '@willcall/store';
import { ProviderError } from '../errors.ts';
import type { Intent, PaymentProvider } from '../provider/payment-provider.ts';
import type { Difference } from './differences.ts';
import {
  type ComparedPurchase,
  isOrderOf,
  type PurchaseFacts,
  toCompared,
} from './purchase-facts.ts';

/** What the intents and purchases are read from. */
export type FactSources = {
  readonly store: Store<'purchases'>;
  readonly provider: Pick<PaymentProvider, 'readIntent' | 'listIntents'>;
  /** Intents of other stages are left out: they can share an account of the provider. */
  readonly stage: string;
};

/** An intent of this stage. */
export type OrderedIntent = Intent & { readonly order: NonNullable<Intent['order']> };

/** The intents of this stage that were made in a time. */
export async function* listStageIntents(
  { provider, stage }: Pick<FactSources, 'provider' | 'stage'>,
  created: { readonly from: Date; readonly to: Date },
): AsyncGenerator<OrderedIntent> {
  for await (const intent of provider.listIntents(created)) {
    const { order } = intent;
    if (order?.stage === stage) yield { ...intent, order };
  }
}

/** The key of a purchase in its table. */
export type PurchaseKey = Pick<ComparedPurchase, 'userId' | 'recordKey'>;

/** A purchase, if there is one, and intents that name it. */
type OrderedFacts = Omit<PurchaseFacts, 'intents'> & { readonly intents: readonly OrderedIntent[] };

/** Purchases with the intents that led to them. */
export type FoundPurchases = {
  readonly facts: readonly OrderedFacts[];
  /** Purchases that cannot be read: nothing is known of their money. */
  readonly unreadable: readonly Difference[];
};

/** Reads the purchases that intents are for, consistently: 1 read unit each. */
export async function readPurchasesOf(
  { store }: Pick<FactSources, 'store'>,
  intents: readonly OrderedIntent[],
): Promise<FoundPurchases> {
  // By buyer too: an intent may name the purchase of another one.
  const byPurchase = Map.groupBy(intents, ({ order }) => `${order.userId} ${order.purchaseId}`);
  const names = [...byPurchase.values()].flatMap(([first]) => toName(first));
  const { purchases, unreadable } = await readListed(store, names);
  const found = new Map<string, PurchaseRecord>(
    purchases.map((record) => [`${record.userId} ${record.purchaseId}`, record]),
  );
  const damaged = new Set(unreadable.map(({ key }) => `${key.userId} ${key.recordKey}`));
  const facts = [...byPurchase].flatMap(([named, ofPurchase]): OrderedFacts[] => {
    const record = found.get(named);
    if (record !== undefined) return [{ purchase: toCompared(record), intents: ofPurchase }];
    const isDamaged = toName(ofPurchase[0]).some(({ userId, recordKey }) =>
      damaged.has(`${userId} ${recordKey}`),
    );
    return isDamaged ? [] : [{ purchase: undefined, intents: ofPurchase }];
  });
  return { facts, unreadable: unreadable.map(tellUnreadable) };
}

/** Tells that a purchase, or an entry of the journal, cannot be read. */
export const tellUnreadable = ({ description }: UnreadableRecord): Difference => ({
  code: 'PURCHASE_UNREADABLE',
  message: `A record cannot be read, and its money is not compared: ${description}`,
});

/** Tells that the journal lists a purchase that does not exist. */
export const tellMissing = ({ recordKey }: Pick<ComparedPurchase, 'recordKey'>): Difference => ({
  code: 'PURCHASE_UNREADABLE',
  message: `The journal lists a purchase that does not exist: recordKey ${recordKey}`,
});

export const toRef = ({ userId, recordKey }: PurchaseKey): string => purchaseRef(userId, recordKey);

/** The key of the purchase of an intent. None if no purchase can have these ids. */
export function toName(intent: OrderedIntent | undefined): PurchaseKey[] {
  if (intent === undefined) return [];
  const { userId, purchaseId } = intent.order;
  const parsed = parsePurchaseId(purchaseId);
  if (parsed === undefined || !UserId.safeParse(userId).success) return [];
  return [{ userId, recordKey: purchaseRecordKey(parsed.key) }];
}

/**
 * Reads a purchase and its intents again: also the one of its record, if it was not among them.
 *
 * @throws UnreadableRecord of the purchase
 */
export async function readAgain(
  sources: FactSources,
  { purchase: before, intents }: PurchaseFacts,
): Promise<PurchaseFacts> {
  const purchase = before === undefined ? undefined : await readPurchaseAgain(sources, before);
  const ids = new Set(intents.map(({ id }) => id));
  if (purchase?.payment !== undefined) ids.add(purchase.payment.intent);
  const read = await Promise.all([...ids].map((id) => readOrdered(sources, id)));
  const known = read.filter((intent) => intent !== undefined);
  const ofPurchase = known.filter(
    ({ order }) => purchase === undefined || isOrderOf(purchase, order),
  );
  return {
    purchase,
    intents: ofPurchase,
    isIntentUnknown: !ofPurchase.some(({ id }) => id === purchase?.payment?.intent),
  };
}

async function readPurchaseAgain(
  { store }: FactSources,
  { userId, recordKey }: ComparedPurchase,
): Promise<ComparedPurchase | undefined> {
  const { purchases, unreadable } = await readListed(store, [{ userId, recordKey }]);
  const [damaged] = unreadable;
  if (damaged !== undefined) throw damaged;
  const [record] = purchases;
  return record === undefined ? undefined : toCompared(record);
}

/** Reads an intent of this stage, without its secret. Undefined if the provider does not have it. */
async function readOrdered(
  { provider, stage }: FactSources,
  id: string,
): Promise<OrderedIntent | undefined> {
  try {
    const { clientSecret: _, ...intent } = await provider.readIntent(id);
    const { order } = intent;
    return order?.stage === stage ? { ...intent, order } : undefined;
  } catch (error) {
    if (error instanceof ProviderError && error.code === 'INTENT_UNKNOWN') return undefined;
    throw error;
  }
}
