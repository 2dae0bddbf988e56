import type { PaymentTask } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import { type PurchaseRecord, readPurchase, readShow, type ShowRecord } from '@willcall/store';
import { PaymentsError } from '../errors.ts';
import { seeIntent } from './ask-provider.ts';
import type { TaskDependencies } from './dependencies.ts';
import type { SeenIntent } from './judge.ts';
import { lookAgain } from './look-again.ts';

/** A purchase and one intent, to be judged. */
export type Look = {
  readonly record: PurchaseRecord;
  readonly show: ShowRecord | undefined;
  readonly seen: SeenIntent | undefined;
  readonly correlationId: string;
};

/** A purchase that tasks name, and the intents that they have heard of. */
export type Subject = NonNullable<PaymentTask['purchase']> & {
  readonly correlationId: string;
  readonly intents: Map<string, SeenIntent | undefined>;
};

/**
 * Finds the purchase that a task is about. One that knows only an intent asks the provider what it was made for.
 *
 * @returns undefined if nothing is to be done: the intent is not of this stage, or it is looked at again.
 */
export async function findSubject(
  { purchase, intent, correlationId }: PaymentTask,
  dependencies: TaskDependencies,
): Promise<Subject | undefined> {
  const intents = new Map<string, SeenIntent | undefined>();
  if (purchase !== undefined) {
    if (intent !== undefined) intents.set(intent, undefined);
    return { ...purchase, correlationId, intents };
  }
  if (intent === undefined) throw new PaymentsError('INVALID_TASK', 'It names nothing to look at');
  const seen = await seeIntent(intent, dependencies);
  if (seen.intent === undefined) {
    await lookAgain({ intent, correlationId }, dependencies);
    return undefined;
  }
  const { order } = seen.intent;
  if (order?.stage !== dependencies.stage) return undefined;
  const { userId, purchaseId } = order;
  return { userId, purchaseId, correlationId, intents: intents.set(intent, seen) };
}

/** Reads each show once. */
export function cacheShows({
  store,
}: Pick<TaskDependencies, 'store'>): (showId: string) => Promise<ShowRecord | undefined> {
  const shows = new Map<string, Promise<ShowRecord | undefined>>();
  return (showId) => {
    const show = shows.get(showId) ?? readShow(store, showId, { consistent: true });
    shows.set(showId, show);
    return show;
  };
}

/**
 * Reads a purchase, its show and its intents, side by side: 1 read unit and one call to the provider for each. The
 * intent of the record is always judged, and so is each other one that was made for this purchase.
 *
 * @throws PaymentsError RECORD_MISSING, StoreError
 */
export async function gatherLooks(
  { userId, purchaseId, correlationId, intents }: Subject,
  findShow: ReturnType<typeof cacheShows>,
  dependencies: TaskDependencies,
): Promise<Look[]> {
  const record = await readCurrent({ userId, purchaseId }, dependencies);
  const own = record.payment?.intent;
  const { provider, refunding } = dependencies;
  const asking = {
    ...dependencies,
    provider: record.refund === undefined ? provider : refunding,
  };
  const see = (id: string) => intents.get(id) ?? seeIntent(id, asking);
  const others = [...intents.keys()].filter((id) => id !== own);
  const [show, ownSeen, ...othersSeen] = await Promise.all([
    record.showId === undefined ? undefined : findShow(record.showId),
    own === undefined ? undefined : see(own),
    ...others.map(see),
  ]);
  return [ownSeen, ...othersSeen.filter((seen) => isMadeFor(record, seen, dependencies))].map(
    (seen) => ({ record, show, seen, correlationId }),
  );
}

/**
 * The look at a purchase that another call was faster to change. It may have got another intent: that one is looked at.
 */
export async function renewLook(
  look: Look,
  record: PurchaseRecord,
  dependencies: TaskDependencies,
): Promise<Look> {
  const own = record.payment?.intent;
  const { seen } = look;
  const isOwn = seen === undefined || seen.id === look.record.payment?.intent;
  if (!isOwn || seen?.id === own) return { ...look, record };
  return { ...look, record, seen: own === undefined ? own : await seeIntent(own, dependencies) };
}

/** Reads a purchase as it is now. */
async function readCurrent(
  { userId, purchaseId }: Pick<PurchaseRecord, 'userId' | 'purchaseId'>,
  { store }: Pick<TaskDependencies, 'store'>,
): Promise<PurchaseRecord> {
  const id = parsePurchaseId(purchaseId);
  const record = id && (await readPurchase(store, userId, id.key, { consistent: true }));
  if (record !== undefined) return record;
  throw new PaymentsError('RECORD_MISSING', 'The purchase of a payment does not exist');
}

/** Whether another intent is of this purchase, or may be. */
function isMadeFor(
  { userId, purchaseId }: PurchaseRecord,
  seen: SeenIntent | undefined,
  { stage }: TaskDependencies,
): boolean {
  if (seen?.intent === undefined) return true;
  const { order } = seen.intent;
  return order?.stage === stage && order.purchaseId === purchaseId && order.userId === userId;
}
