import { PURCHASE_MESSAGE_VERSION } from '@willcall/contracts';
import type { PurchaseRecord } from '@willcall/store';
import { expect, test } from 'vitest';
import type { DeadLetter } from './dead-letter.ts';
import { identifyPurchase } from './failed-purchase.ts';
import { judgeDeadLetter, type Verdict } from './judge-dead-letter.ts';

const now = new Date('2031-05-01T09:00:00.000Z');
const later = new Date('2031-05-01T09:15:00.000Z');

const purchase = {
  version: PURCHASE_MESSAGE_VERSION,
  purchaseId: 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_',
  userId: 'alice',
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana Secret', email: 'ana@example.com' },
  requestedAt: '2031-05-01T08:00:00.000Z',
  correlationId: 'order-7',
};
const good = JSON.stringify(purchase);
const broken = JSON.stringify({ ...purchase, quantity: 9, holder: 'Ana Secret' });

const record: PurchaseRecord = {
  ...purchase,
  recordKey: 'P#AZaz09-_AZaz09-_',
  status: 'CONFIRMED',
  from: [[0, 2]],
  decidedAt: '2031-05-01T08:00:01.000Z',
};

type Situation = Partial<Pick<DeadLetter, 'queue' | 'hiddenUntil'>> & {
  readonly body: string;
  readonly record?: PurchaseRecord;
};

const judge = ({ record: found, ...situation }: Situation): Verdict => {
  const deadLetter: DeadLetter = {
    queue: 'dead',
    messageId: 'm',
    receiveCount: 6,
    sentAt: now,
    hiddenUntil: undefined,
    ...situation,
  };
  const isIdentified = identifyPurchase(deadLetter.body) !== undefined;
  return judgeDeadLetter(deadLetter, { record: found, isIdentified, now });
};

const PARKED = { queue: 'parked' } as const;
const WRONG = 'Not a purchase message: quantity, holder';
const NO_JSON = 'Not a purchase message: (body)';

test.each<[string, Situation, Verdict]>([
  ['has a record', { body: good, record }, { verdict: 'decided', status: 'CONFIRMED' }],
  [
    'is poison with a record',
    { body: broken, record },
    { verdict: 'decided', status: 'CONFIRMED' },
  ],
  [
    'is parked with a record',
    { ...PARKED, body: good, record },
    { verdict: 'decided', status: 'CONFIRMED' },
  ],
  [
    'may be tried now',
    { body: good },
    { verdict: 'waiting', next: 'retry', nextTryAt: now.toISOString() },
  ],
  [
    'is postponed',
    { body: good, hiddenUntil: later },
    { verdict: 'waiting', next: 'retry', nextTryAt: later.toISOString() },
  ],
  [
    'was postponed until just now',
    { body: good, hiddenUntil: new Date(0) },
    { verdict: 'waiting', next: 'retry', nextTryAt: now.toISOString() },
  ],
  ['is parked and readable', { ...PARKED, body: good }, { verdict: 'waiting', next: 'redrive' }],
  [
    'is poison of a known purchase',
    { body: broken },
    { verdict: 'poison', why: WRONG, next: 'FAILED' },
  ],
  [
    'is poison of an unknown purchase',
    { body: '{"' },
    { verdict: 'poison', why: NO_JSON, next: 'park' },
  ],
  [
    'is parked poison',
    { ...PARKED, body: '{"' },
    { verdict: 'poison', why: NO_JSON, next: 'repair' },
  ],
])(
  'reports a dead letter that %s with its verdict, and without its body',
  (_, situation, verdict) => {
    const judgement = judge(situation);
    expect(judgement).toEqual(verdict);
    expect(JSON.stringify(judgement)).not.toMatch(/Secret|example/);
  },
);
