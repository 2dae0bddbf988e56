import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { CorrelationId, Instant, IntentId, known, PurchaseId, UserId } from '@willcall/contracts';
import { parsePurchaseId, parseReminderDueAt, reminderKey } from '@willcall/domain';
import * as z from 'zod/mini';
import { listDueMinute } from '../due-minutes.ts';
import { dueMinuteKey, purchaseRecordKey, purchaseRef } from '../keys.ts';
import { type Store, send, sendConditional } from '../open-store.ts';
import { queryPages, readRecords } from '../read-items.ts';
import { ReminderKey } from '../reminders/reminder.ts';
import { WRITES_PER_CALL, writeItems } from '../write-items.ts';

/**
 * A purchase whose payment must be compared with the provider in a minute: at the end of its hold, or because an
 * earlier try could not finish. It says nothing else, so one that is left over does no harm.
 */
const DuePayment = z.object({
  /** The minute and a lane, as for reminders. */
  dueKey: ReminderKey,
  /** The purchase, and the intent if there is one. */
  purchaseRef: z.string(),
  /** Missing while only an intent is known. */
  purchase: z.optional(z.object({ userId: UserId, purchaseId: PurchaseId })),
  /** An intent that the record of the purchase does not name, as far as is known. */
  intent: z.optional(IntentId),
  /** Only of a purchase that was held when this was written: when its hold ends, or should have ended. */
  holdUntil: z.optional(Instant),
  correlationId: CorrelationId,
  /** When it was written. Tells it from a later one with the same key. ISO 8601. */
  armedAt: Instant,
});
export type DuePayment = z.infer<typeof DuePayment>;

/** What to write. */
export type NewDuePayment = Omit<DuePayment, 'dueKey' | 'purchaseRef'> & {
  /** ISO 8601. One that has passed is due in the next minute after `armedAt`. */
  readonly dueAt: string;
};

/** The key of a due payment. */
export type DuePaymentName = Pick<DuePayment, 'dueKey' | 'purchaseRef'>;

export type DuePaymentChange =
  | { readonly kind: 'arm'; readonly due: NewDuePayment }
  | { readonly kind: 'remove'; readonly name: DuePaymentName };

const kind = { table: 'due-payments', schema: DuePayment, what: 'a due payment' } as const;

/** Seconds. Longer than any outage of the sweep. What it finds by then, it removes itself. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

/** The key of a due payment. The minute is rounded up, so that none is early. */
export function duePaymentName(
  { purchase, intent }: Pick<DuePayment, 'purchase' | 'intent'>,
  dueAt: string,
): DuePaymentName {
  if (purchase === undefined) {
    const id = known(intent, 'purchase or intent of a due payment');
    return { dueKey: reminderKey(dueAt, id, INTENT_ALONE), purchaseRef: `${INTENT_ALONE}${id}` };
  }
  const { key } = known(parsePurchaseId(purchase.purchaseId), 'key in the purchase id');
  const recordKey = purchaseRecordKey(key);
  const ref = purchaseRef(purchase.userId, recordKey);
  return {
    dueKey: reminderKey(dueAt, purchase.userId, recordKey),
    purchaseRef: intent === undefined ? ref : `${ref}#${intent}`,
  };
}

/** The references of purchases begin with a number. */
const INTENT_ALONE = '#';

function toItem({ dueAt, ...due }: NewDuePayment) {
  const notBefore = Date.parse(dueAt) > Date.parse(due.armedAt) ? dueAt : due.armedAt;
  const name = duePaymentName(due, notBefore);
  const minute = Date.parse(parseReminderDueAt(name.dueKey)) / 1_000;
  return { ...name, ...due, expiresAt: minute + KEPT_SECONDS };
}

/**
 * Arms and removes due payments of different purchases, 1 write unit each and 25 in a call, and 1 more for the first
 * of a minute. Repeatable.
 *
 * @returns for each change whether it is made, or the StoreError STORE_UNAVAILABLE for which it may not be.
 */
export async function updateDuePayments(
  store: Store<'due-payments'>,
  changes: readonly DuePaymentChange[],
): Promise<PromiseSettledResult<void>[]> {
  const results: PromiseSettledResult<void>[] = [];
  const calls = Array.from({ length: Math.ceil(changes.length / WRITES_PER_CALL) }, (_, nth) =>
    changes.slice(nth * WRITES_PER_CALL, (nth + 1) * WRITES_PER_CALL),
  );
  const written = await Promise.allSettled(calls.map((call) => writeChanges(store, call)));
  for (const [nth, call] of calls.entries()) {
    results.push(...call.map(() => known(written[nth], 'result')));
  }
  return results;
}

async function writeChanges(
  store: Store<'due-payments'>,
  changes: readonly DuePaymentChange[],
): Promise<void> {
  const items = changes.flatMap((change) => (change.kind === 'arm' ? [toItem(change.due)] : []));
  const armed = new Set(items.map(({ dueKey, purchaseRef: ref }) => `${dueKey} ${ref}`));
  // A hold that is prolonged within its minute keeps its key. One call takes each key once.
  const names = changes.flatMap((change) =>
    change.kind === 'remove' && !armed.has(`${change.name.dueKey} ${change.name.purchaseRef}`)
      ? [change.name]
      : [],
  );
  await Promise.all(items.map(({ dueKey }) => listDueMinute(store, 'due-payments', dueKey)));
  await writeItems(
    store,
    store.tables['due-payments'],
    [
      ...items.map((Item) => ({ PutRequest: { Item } })),
      ...names.map((Key) => ({ DeleteRequest: { Key } })),
    ],
    'update the due payments',
  );
}

/**
 * Lists the due payments of one partition, in pages of 1 MB. Consistent: 1 read unit per 4 KB.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function* listDuePayments(
  store: Store<'due-payments'>,
  dueKey: string,
): AsyncGenerator<DuePayment[]> {
  const pages = queryPages(store, 'list the due payments', {
    TableName: store.tables['due-payments'],
    KeyConditionExpression: 'dueKey = :dueKey',
    ExpressionAttributeValues: { ':dueKey': dueKey },
    ConsistentRead: true,
  });
  for await (const page of pages) yield readRecords(store, kind, page).records;
}

/**
 * Removes a due payment after its task was sent, unless it was armed again since: 1 write unit.
 *
 * @throws StoreError STORE_UNAVAILABLE: it may be removed.
 */
export async function removeDuePayment(
  store: Store<'due-payments'>,
  { dueKey, purchaseRef, armedAt }: DuePayment,
): Promise<void> {
  await sendConditional(
    'remove the due payment',
    store.documents.send(
      new DeleteCommand({
        TableName: store.tables['due-payments'],
        Key: { dueKey, purchaseRef },
        ConditionExpression: 'armedAt = :armedAt',
        ExpressionAttributeValues: { ':armedAt': armedAt },
      }),
    ),
  );
}

/**
 * Takes a minute off the list of due minutes, after everything of it was sent: 1 write unit. Nobody arms in a minute
 * that has passed, so nothing is forgotten if the minute is a few minutes old.
 *
 * @throws StoreError STORE_UNAVAILABLE: it may be off the list.
 */
export async function forgetDueMinute(store: Store<'due-payments'>, minute: string): Promise<void> {
  await send(
    'forget the due minute',
    store.documents.send(
      new DeleteCommand({
        TableName: store.tables['due-payments'],
        Key: dueMinuteKey(minute),
      }),
    ),
  );
}
