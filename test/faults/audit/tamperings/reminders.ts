import { known } from '@willcall/contracts';
import { purchaseReminderKey } from '@willcall/domain';
import { type PurchaseRecord, purchaseRef } from '@willcall/store';
import type { SoundBooks } from '../../../support/audit/sound-books.ts';
import {
  changing,
  idsOf,
  keyOf,
  moveItem,
  refOf,
  type Tampering,
} from '../../../support/audit/tampering.ts';

const AT = '2031-01-01T00:00:00.000Z';

const reminderOf = (purchase: PurchaseRecord) => ({
  dueKey: known(purchase.reminder, 'reminder'),
  purchaseRef: refOf(purchase),
});

const change = changing('reminders', ({ ana }) => reminderOf(ana), {
  ids: () => ({ userId: 'ana' }),
});

/** Moves Ana's reminder, and the purchase that names it, to another minute. */
const moveReminder = async (books: SoundBooks, minute: string) => {
  const { ana } = books;
  const { dueKey, purchaseRef } = reminderOf(ana);
  const moved = `${minute}${dueKey.slice(minute.length)}`;
  const dueAt = `${minute}:00.000Z`;
  await moveItem(books, 'reminders', { dueKey, purchaseRef }, { dueKey: moved, dueAt });
  await books.set('purchases', keyOf(ana), { reminder: moved });
};

export const reminderTamperings: readonly Tampering[] = [
  change('REMINDER_UNREADABLE', 'a reminder that cannot be read', { correlationId: 7 }),
  change(
    'REMINDER_KEY',
    'a reminder that is due at another time than its key says',
    { dueAt: '2099-05-01T00:00:00.000Z' },
    { also: ['REMINDER_DUE'] },
  ),
  change('REMINDER_KEY', 'a reminder that names another purchase', { recordKey: 'P#other' }),
  change('REMINDER_KEY', 'a reminder that names another show', { showId: 'AAAAAAAAAAAAAAAA' }),
  change('REMINDER_KEY', 'a reminder that expires before it is due', { expiresAt: 1 }),
  {
    item: 'REMINDER_MISSING',
    what: 'a confirmed purchase whose reminder does not exist',
    tamper: ({ ana, remove }) => remove('reminders', reminderOf(ana)),
    ids: ({ ana }) => idsOf(ana),
  },
  {
    item: 'REMINDER_MISSING',
    what: 'a confirmed purchase that lost its reminder',
    tamper: ({ ana, set }) => set('purchases', keyOf(ana), { reminder: undefined }),
    ids: ({ ana }) => idsOf(ana),
    says: () => 'has no reminder',
  },
  change(
    'REMINDER_MISSING',
    'a reminder that was cancelled although its purchase was not',
    { cancelledAt: AT },
    { ids: ({ ana }) => idsOf(ana) },
  ),
  {
    item: 'REMINDER_DUE',
    what: 'a reminder at another time than the show and the lead give',
    tamper: (books) => moveReminder(books, '2099-05-01T00:00'),
    ids: ({ ana }) => idsOf(ana),
  },
  {
    item: 'REMINDER_WITHOUT_PURCHASE',
    what: 'a reminder of a purchase that does not exist',
    tamper: async ({ ana, show, read, put }) => {
      const name = { userId: 'ana', recordKey: 'P#AAAAAAAAAAAAAAAA' };
      await put('reminders', {
        ...(await read('reminders', reminderOf(ana))),
        ...name,
        dueKey: purchaseReminderKey(show, name),
        purchaseRef: purchaseRef(name.userId, name.recordKey),
      });
    },
    ids: () => ({ userId: 'ana' }),
    says: () => 'P#AAAAAAAAAAAAAAAA',
    ofShow: [],
  },
  {
    item: 'REMINDER_WITHOUT_PURCHASE',
    what: 'a waiting reminder of a cancelled purchase',
    tamper: ({ cid, set }) => set('reminders', reminderOf(cid), { cancelledAt: undefined }),
    ids: () => ({ userId: 'cid' }),
    says: ({ cid }) => `${cid.purchaseId} is CANCELLED`,
  },
  change('REMINDER_STATE', 'a reminder that has fired and was cancelled', {
    firedAt: '2099-06-01T00:00:00.000Z',
    cancelledAt: AT,
  }),
  change('REMINDER_STATE', 'a reminder that has fired before it was due', { firedAt: AT }),
  {
    item: 'REMINDER_OVERDUE',
    what: 'a reminder that was due hours ago and still waits',
    tamper: (books) => moveReminder(books, '2026-01-01T00:00'),
    ids: () => ({ userId: 'ana' }),
    also: ['REMINDER_DUE'],
  },
];
