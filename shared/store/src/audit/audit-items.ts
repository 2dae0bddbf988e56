/** The parts of the books. Each has a section in `infra/RUNBOOK.md`. */
export const auditParts = [
  'stock',
  'journal',
  'show',
  'purchases',
  'ledgers',
  'seats',
  'reminders',
] as const;
export type AuditPart = (typeof auditParts)[number];

/** What one item of an audit checks. */
type AuditItem = {
  readonly part: AuditPart;
  /** What holds in sound books. */
  readonly holds: string;
  /**
   * `stock`: every audit checks it, the scheduled one too, from the show and its stock at one
   * instant. `journal`: the audit of a show checks it, for whatever the journal of the show names.
   * `all`: that audit too, but only a scan of all records checks it completely.
   */
  readonly by: 'stock' | 'journal' | 'all';
  /** Whether it compares sums, which is possible only if no ticket changes hands meanwhile. */
  readonly isSum?: true;
};

const item = (part: AuditPart, by: AuditItem['by'], holds: string): AuditItem => ({
  part,
  by,
  holds,
});
const sum = (part: AuditPart, holds: string): AuditItem => ({
  ...item(part, 'journal', holds),
  isSum: true,
});

/**
 * Everything that an audit checks. The names are stable, because scripts depend on them. The
 * command's help and the runbook contain this list, and a test tampers with the tables for each.
 */
export const auditItems = {
  CAPACITY: item(
    'stock',
    'stock',
    'Available, held and sold tickets of all shards are the capacity.',
  ),
  NEGATIVE_COUNTER: item('stock', 'stock', 'No counter is below zero.'),
  STOCK_MISSING: item('stock', 'stock', 'Every stock shard of the show exists.'),
  RECORD_UNREADABLE: item('stock', 'stock', 'The show and its stock shards can be read.'),
  LATCH: item(
    'stock',
    'stock',
    'A show with the sold-out latch has no tickets left, neither available nor held.',
  ),
  STOCK_SPARE: item('stock', 'journal', 'No stock shard exists beyond the number of the show.'),
  HELD_COUNTER: sum(
    'stock',
    'The held tickets of each shard are those of the held purchases from it.',
  ),
  SOLD_COUNTER: sum(
    'stock',
    'The sold tickets of each shard are those of the confirmed purchases from it.',
  ),
  REVENUE_COUNTER: sum(
    'stock',
    'The revenue of each shard is the total of the confirmed purchases whose first tickets are from it.',
  ),
  SETTLEMENT: item(
    'stock',
    'stock',
    'The show has a settlement that can be read, with its number of shards and its currency.',
  ),
  SETTLED_MARKS: item(
    'stock',
    'stock',
    'Every stock shard of a settled show has its mark, and no shard of any other show has one.',
  ),
  SETTLED_SUM: item(
    'stock',
    'stock',
    'What the settlement of a settled show counts is the sum of its shards.',
  ),
  RETURNS_COUNTER: sum(
    'stock',
    'The returns are at least the purchases cancelled after a sale. Not compared for a cancelled show, which no longer counts them.',
  ),

  JOURNAL_AVAILABLE: sum(
    'journal',
    'The available tickets of each shard are the sum of its postings.',
  ),
  JOURNAL_HELD: sum('journal', 'The held tickets of each shard are the sum of its postings.'),
  JOURNAL_SOLD: sum('journal', 'The sold tickets of each shard are the sum of its postings.'),
  JOURNAL_REVENUE: sum('journal', 'The revenue of each shard is the sum of its postings.'),
  JOURNAL_UNREADABLE: item('journal', 'journal', "Every entry of the show's journal can be read."),
  JOURNAL_KEY: item(
    'journal',
    'journal',
    'An entry is stored under the first shard that it posts to. It posts only to shards of its show, and once to each.',
  ),
  JOURNAL_ENTRY: item(
    'journal',
    'journal',
    'The postings of an entry are the tickets and totals of the purchases that it holds, sells or returns. No other entry holds or sells tickets, or lists purchases.',
  ),
  JOURNAL_PURCHASE: item(
    'journal',
    'journal',
    'A purchase that an entry lists was held or sold by this show, with the same number of tickets and the same total.',
  ),
  JOURNAL_PURCHASE_MISSING: item(
    'journal',
    'journal',
    'Every purchase that an entry lists exists.',
  ),
  JOURNAL_RETURN: item(
    'journal',
    'journal',
    'An entry returns a sold purchase if it is cancelled, and only then.',
  ),
  JOURNAL_HOLD: item(
    'journal',
    'journal',
    'A purchase was held, paid, released and sold late by the entries that its state tells of, and by no others.',
  ),
  JOURNAL_LISTED_TWICE: item(
    'journal',
    'journal',
    'No purchase is held, paid, released, sold or returned by two entries.',
  ),
  JOURNAL_FROM: item(
    'journal',
    'journal',
    'The purchases of an entry took their tickets from the shards that it posts to, and their revenue is posted to the first of them.',
  ),
  JOURNAL_UNLISTED: item(
    'journal',
    'all',
    'Every purchase that was held or sold is held or sold by an entry.',
  ),

  SHOW_KEYS: item(
    'show',
    'stock',
    "The keys of the show's lists follow from its start and its id.",
  ),
  SHOW_WINDOW: item('show', 'stock', 'The sale opens before it closes.'),
  SHOW_PAUSE: item('show', 'stock', 'A paused show is not on sale, and a resumed show is.'),
  SHOW_PRICE: item(
    'show',
    'stock',
    "The discount follows from the price and the price before it, in the show's currency.",
  ),
  SHOW_CALENDAR: item('show', 'journal', 'The calendar has the month of the show.'),
  SHOW_TITLE: item(
    'show',
    'journal',
    'The titles have the name of the show, under its key, and count at least this show.',
  ),
  SHOW_REMOVED: item(
    'show',
    'journal',
    'A removed show, or one that does not exist, has no stock, seats, jobs or place in the lists.',
  ),
  JOB_MISSING: item(
    'show',
    'journal',
    'A cancelled show has no confirmed purchase, or a job that cancels them.',
  ),
  JOB_UNFOUNDED: item('show', 'journal', 'Only a cancelled show has a job that cancels purchases.'),
  JOB_KEYS: item(
    'show',
    'journal',
    "A job's key and its place in the list follow from its content.",
  ),

  PURCHASE_UNREADABLE: item('purchases', 'journal', 'Every purchase of the show can be read.'),
  PURCHASE_KEY: item(
    'purchases',
    'journal',
    "A record's key is the first half of its purchase id, and its reminder's lane follows from its buyer and key. The second half is not checked: it needs the key of the ids.",
  ),
  PURCHASE_DUPLICATE: item(
    'purchases',
    'all',
    'No purchase id, and so no ticket id, exists twice.',
  ),
  PURCHASE_TICKETS: item(
    'purchases',
    'journal',
    'A held or confirmed purchase has a quantity, took as many tickets from the stock, and names a distinct seat for each ticket if seats are reserved.',
  ),
  PURCHASE_TOTAL: item(
    'purchases',
    'journal',
    "The total is in the show's currency and the price of the tickets, as far as prices are known.",
  ),
  PURCHASE_STATE: item(
    'purchases',
    'journal',
    'A purchase has the fields of its status and none of another: no reason if it is confirmed, no total if it is rejected, a card only if it cost something, a payment only if it was held.',
  ),
  PURCHASE_ERASED: item('purchases', 'journal', 'An erased purchase has no holder, card or lead.'),
  PURCHASE_TIMES: item(
    'purchases',
    'journal',
    'A purchase is requested, then decided, then paid, expired, cancelled or erased, and none of it in the future (give or take 5 minutes).',
  ),
  PURCHASE_WITHOUT_SHOW: item('purchases', 'journal', 'A held or confirmed purchase has a show.'),

  LEDGER_UNREADABLE: item('ledgers', 'journal', 'Every ledger of the show can be read.'),
  LEDGER_KEY: item('ledgers', 'all', 'A ledger is stored under the show that it names.'),
  LEDGER_UNEXPECTED: item('ledgers', 'all', 'Only a show that limits its buyers has ledgers.'),
  LEDGER_TICKETS: item(
    'ledgers',
    'journal',
    "A ledger counts the tickets of the buyer's held and confirmed purchases.",
  ),
  LEDGER_HOLD: item(
    'ledgers',
    'journal',
    "A ledger's open hold is the buyer's held purchase, and its expired holds are those of the buyer.",
  ),
  LEDGER_LAST: item(
    'ledgers',
    'journal',
    "A ledger's last purchase exists, with the same status and the same times.",
  ),
  LIMIT_EXCEEDED: item('ledgers', 'journal', 'No buyer has more tickets than the limit.'),
  LEDGER_WITHOUT_SHOW: item('ledgers', 'journal', 'A ledger that counts tickets has a show.'),

  SEATS_CAPACITY: sum('seats', 'The number of seats is the capacity.'),
  SEATS_FREE: sum('seats', 'The number of free seats is the number of available tickets.'),
  SEATS_UNEXPECTED: item('seats', 'journal', 'Only a show with reserved seating has seats.'),
  SEAT_UNREADABLE: item('seats', 'journal', 'Every seat can be read.'),
  SEAT_MISPLACED: item(
    'seats',
    'journal',
    'A seat is in the shard that its id gives, and in no other.',
  ),
  SEAT_SHOW: item('seats', 'journal', 'A seat names the show that it is stored under.'),
  SEAT_PRICE: item(
    'seats',
    'journal',
    "A seat's discount follows from its price and the price before it, in the show's currency.",
  ),
  SEAT_MISSING: item(
    'seats',
    'journal',
    'Every seat that a held or confirmed purchase names exists.',
  ),
  SEAT_NOT_HELD: item(
    'seats',
    'journal',
    'No seat that a held or confirmed purchase names is free.',
  ),
  SEAT_HELD_BY_ANOTHER: item('seats', 'journal', 'A seat is held by the purchase that names it.'),
  SEAT_SOLD_TWICE: item(
    'seats',
    'journal',
    'No two held or confirmed purchases name the same seat.',
  ),
  SEAT_WITHOUT_PURCHASE: item(
    'seats',
    'journal',
    'A held seat is named by a held or confirmed purchase, not by none and not by a cancelled one.',
  ),

  REMINDER_UNREADABLE: item('reminders', 'journal', 'Every reminder can be read.'),
  REMINDER_KEY: item(
    'reminders',
    'journal',
    "A reminder's keys follow from its due time and its purchase, and it names the same show. A second reminder of a purchase is not looked for: it is silent when it fires.",
  ),
  REMINDER_MISSING: item(
    'reminders',
    'journal',
    'A confirmed purchase has its reminder, from 15 minutes after the decision to a day after it is due.',
  ),
  REMINDER_DUE: item(
    'reminders',
    'journal',
    "A waiting reminder is due a lead before the show's start, unless a job is moving it.",
  ),
  REMINDER_WITHOUT_PURCHASE: item(
    'reminders',
    'journal',
    'A waiting reminder has a purchase, which was not cancelled more than 15 minutes ago.',
  ),
  REMINDER_STATE: item(
    'reminders',
    'journal',
    'A reminder has not fired and been cancelled, and has not fired before it was due.',
  ),
  REMINDER_OVERDUE: item('reminders', 'journal', 'No reminder waits an hour after it was due.'),
} as const satisfies Record<string, AuditItem>;

/** The name of an item. */
export type AuditItemName = keyof typeof auditItems;
