import type { PurchaseRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import type { Intent } from '../provider/payment-provider.ts';
import { judge, PROVIDER_PATIENCE_MS } from './judge.ts';

const END = '2031-05-01T08:10:00.000Z';
const STARTS = '2031-06-01T20:00:00.000Z';
const PAID = '2031-05-01T08:05:00.000Z';

const before = new Date('2031-05-01T08:09:59.999Z');
const atEnd = new Date(END);
const patient = new Date(atEnd.getTime() + PROVIDER_PATIENCE_MS - 1);
const impatient = new Date(atEnd.getTime() + PROVIDER_PATIENCE_MS);
const atStart = new Date(STARTS);

const base = {
  userId: 'alice',
  recordKey: 'P#AZaz09-_AZaz09-_',
  purchaseId: 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_',
  showId: 'hamlet',
  quantity: 2,
  from: [[0, 2]] as [number, number][],
  total: { amount: 3198, currency: 'EUR' },
  requestedAt: '2031-05-01T07:59:58.000Z',
  decidedAt: '2031-05-01T08:00:00.000Z',
  correlationId: 'order-7',
};
const payment = { intent: 'pi_own', attempt: 1 };
const held = { ...base, status: 'HELD', holdUntil: END } as const;
const payable = { ...held, payment } as const;
const sold = { ...base, status: 'CONFIRMED', payment, paidAt: PAID } as const;
const expired = { ...payable, status: 'EXPIRED', expiredAt: END } as const;
const cancelled = { ...base, status: 'CANCELLED', payment, cancelledAt: END } as const;
const requested = { amount: 3198, attempt: 1, status: 'REQUESTED' } as const;

const show = { startsAt: STARTS };
const cancelledShow = { ...show, cancelledAt: PAID };

const order = { stage: 'test', purchaseId: base.purchaseId, userId: base.userId };
const open: Intent = {
  id: 'pi_own',
  status: 'open',
  amount: base.total,
  received: 0,
  order,
  createdAt: base.decidedAt,
  refunded: 0,
  isDisputed: false,
};
const processing: Intent = { ...open, status: 'processing' };
const canceled: Intent = { ...open, status: 'canceled' };
const paid: Intent = { ...open, status: 'succeeded', received: 3198, paidAt: PAID };
const { order: _, ...foreign } = paid;
const other = { ...paid, id: 'pi_other' };

type Case = {
  readonly record: PurchaseRecord;
  /** `unread`: the provider does not say what the intent is. */
  readonly intent?: Intent | 'unread';
  readonly now?: Date;
  readonly show?: typeof show | undefined;
};

function verdictOn({ record, intent, now = before, ...more }: Case) {
  const id = intent === undefined || intent === 'unread' ? 'pi_own' : intent.id;
  const seen =
    intent === undefined ? undefined : { id, intent: intent === 'unread' ? undefined : intent };
  return judge({ record, show: 'show' in more ? more.show : show, seen, now });
}

const nothing = { kind: 'nothing' };
const lookAgain = { kind: 'look-again' };
const cancelIntent = { kind: 'cancel-intent', id: 'pi_own' };
const settle = { kind: 'settle', settlement: { intent: 'pi_own', paidAt: PAID } };
const toCancelled = { status: 'CANCELLED', correlationId: 'order-7' };

const released = (to: object, more: object = {}) => ({
  kind: 'release',
  release: { intent: 'pi_own', to, ...more },
});
const expires = released({ status: 'EXPIRED' });
const refunds = { refundAmount: 3198 };
const requestsRefund = {
  kind: 'request-refund',
  request: { userId: 'alice', recordKey: base.recordKey, payment, amount: 3198 },
};

describe('the table of states: a hold', () => {
  it.each<[string, Case, object]>([
    ['without an intent is left alone', { record: held }, nothing],
    ['with an intent is left alone', { record: payable, intent: open }, nothing],
    [
      'is left alone while its payment is processed',
      { record: payable, intent: processing },
      nothing,
    ],
    [
      'keeps its tickets after its intent was canceled at the provider',
      { record: payable, intent: canceled },
      nothing,
    ],
    [
      'whose intent cannot be read is looked at again',
      { record: payable, intent: 'unread' },
      lookAgain,
    ],
    ['that is paid is sold', { record: payable, intent: paid }, settle],
    [
      'that is paid in the second of its decision is paid after it',
      { record: { ...payable, decidedAt: '2031-05-01T08:05:00.700Z' }, intent: paid },
      { kind: 'settle', settlement: { paidAt: '2031-05-01T08:05:00.700Z' } },
    ],
    [
      'that is paid is sold, also at its end',
      { record: payable, intent: paid, now: atEnd },
      settle,
    ],
    [
      'whose intent is not recorded yet waits with its money',
      { record: held, intent: other },
      lookAgain,
    ],
    [
      'whose intent is not recorded yet does not lose the intent',
      { record: held, intent: { ...open, id: 'pi_other' } },
      lookAgain,
    ],
    [
      'without an intent expires at its end',
      { record: held, now: atEnd },
      released({ status: 'EXPIRED' }, { intent: undefined }),
    ],
    [
      'with an open intent has it cancelled first',
      { record: payable, intent: open, now: atEnd },
      cancelIntent,
    ],
    [
      'with a canceled intent expires at its end',
      { record: payable, intent: canceled, now: atEnd },
      expires,
    ],
    [
      'is kept at its end while its payment is processed',
      { record: payable, intent: processing, now: patient },
      lookAgain,
    ],
    [
      'is kept at its end while the provider does not answer',
      { record: payable, intent: 'unread', now: patient },
      lookAgain,
    ],
    [
      'ends after the patience, while its payment is processed',
      { record: payable, intent: processing, now: impatient },
      { ...expires, isLeft: true },
    ],
    [
      'ends after the patience, while the provider does not answer',
      { record: payable, intent: 'unread', now: impatient },
      { ...expires, isLeft: true },
    ],
  ])('%s', (_, given, verdict) => {
    expect(verdictOn(given)).toMatchObject(verdict);
  });
});

describe.each<[string, PurchaseRecord, typeof show, object]>([
  ['cancelled by its buyer', { ...payable, cancellationRequestedAt: PAID }, show, toCancelled],
  ['erased', { ...payable, erasedAt: PAID }, show, toCancelled],
  ['of a cancelled show', payable, cancelledShow, { ...toCancelled, withShow: true }],
])('the table of states: a hold that is %s', (_, record, its, to) => {
  it.each<[string, Intent | 'unread', Date, object]>([
    ['has its open intent cancelled first', open, before, cancelIntent],
    ['is cancelled once its intent is', canceled, before, released(to)],
    ['is cancelled and refunded if it was paid', paid, before, released(to, refunds)],
    ['waits while its payment is processed', processing, before, lookAgain],
    ['waits while the provider does not answer', 'unread', before, lookAgain],
    [
      'is cancelled after the patience all the same',
      'unread',
      impatient,
      { ...released(to), isLeft: true },
    ],
  ])('%s', (_name, intent, now, verdict) => {
    expect(verdictOn({ record, intent, now, show: its })).toMatchObject(verdict);
  });
});

describe('the table of states: money that is not taken as asked', () => {
  it.each<[string, Intent]>([
    ['another amount', { ...paid, received: 3000 }],
    ['another currency', { ...paid, amount: { amount: 3198, currency: 'USD' } }],
    ['another purchase', { ...paid, order: { ...order, purchaseId: 'x' } }],
    ['another buyer', { ...paid, order: { ...order, userId: 'bob' } }],
    ['nothing that willcall made', foreign],
  ])('for %s ends a hold, and goes back as it came', (_, intent) => {
    const back = { refundAmount: intent.received };
    expect(verdictOn({ record: payable, intent })).toMatchObject({
      ...released(toCancelled, back),
      isMisfit: true,
    });
    expect(verdictOn({ record: expired, intent })).toMatchObject({
      kind: 'request-refund',
      request: { amount: intent.received },
      isMisfit: true,
    });
  });

  it('ends a hold if all of it was given back at the provider since', () => {
    const intent = { ...paid, refunded: 3198 };
    expect(verdictOn({ record: payable, intent })).toMatchObject(released(toCancelled, refunds));
    expect(verdictOn({ record: expired, intent })).toMatchObject(requestsRefund);
  });
});

describe('the table of states: a show that has begun', () => {
  it('sells no hold that is paid then: it expires and is refunded', () => {
    expect(verdictOn({ record: payable, intent: paid, now: atStart })).toMatchObject(
      released({ status: 'EXPIRED' }, refunds),
    );
  });

  it('sells no late payment', () => {
    expect(verdictOn({ record: expired, intent: paid, now: atStart })).toMatchObject(
      requestsRefund,
    );
  });
});

describe('the table of states: sold tickets', () => {
  it.each<[string, Case, object]>([
    ['stay when their payment is told again', { record: sold, intent: paid }, nothing],
    ['stay when nothing is asked', { record: sold }, nothing],
    [
      'are looked at again if the provider does not answer',
      { record: sold, intent: 'unread' },
      lookAgain,
    ],
    [
      'keep what was given back at the provider in part',
      { record: sold, intent: { ...paid, refunded: 500 } },
      { kind: 'note-charge', charge: { refunded: 500, disputed: false } },
    ],
    [
      'keep that their charge is disputed',
      { record: sold, intent: { ...paid, isDisputed: true } },
      { kind: 'note-charge', charge: { refunded: 0, disputed: true } },
    ],
    [
      'stay when what is noted is told again',
      {
        record: { ...sold, charge: { refunded: 500, disputed: false } },
        intent: { ...paid, refunded: 500 },
      },
      nothing,
    ],
    [
      'are cancelled if all was given back at the provider',
      { record: sold, intent: { ...paid, refunded: 3198 } },
      { kind: 'cancel-tickets' },
    ],
  ])('%s', (_, given, verdict) => {
    expect(verdictOn(given)).toMatchObject(verdict);
  });
});

describe('the table of states: a purchase that has expired', () => {
  it.each<[string, Case, object]>([
    [
      'is left alone without an intent',
      { record: { ...held, ...{ status: 'EXPIRED', expiredAt: END } } as PurchaseRecord },
      nothing,
    ],
    ['is done once its intent is canceled', { record: expired, intent: canceled }, nothing],
    ['has its intent cancelled', { record: expired, intent: open }, cancelIntent],
    ['waits while its payment is processed', { record: expired, intent: processing }, lookAgain],
    ['waits while the provider does not answer', { record: expired, intent: 'unread' }, lookAgain],
    [
      'is sold late at the price of its record',
      { record: expired, intent: paid },
      {
        kind: 'sell-late',
        late: { intent: 'pi_own', paidAt: PAID },
        otherwise: requestsRefund.request,
      },
    ],
    [
      'is refunded if it is erased',
      { record: { ...expired, erasedAt: END }, intent: paid },
      requestsRefund,
    ],
    [
      'is refunded if its show is cancelled',
      { record: expired, intent: paid, show: cancelledShow },
      requestsRefund,
    ],
    [
      'is refunded if its show is removed',
      { record: expired, intent: paid, show: undefined },
      requestsRefund,
    ],
    [
      'is refunded if its record knows no intent, which is recorded',
      {
        record: { ...held, ...{ status: 'EXPIRED', expiredAt: END } } as PurchaseRecord,
        intent: other,
      },
      { kind: 'request-refund', request: { payment: { intent: 'pi_other', attempt: 1 } } },
    ],
    [
      'has its requested refund carried out',
      { record: { ...expired, refund: requested }, intent: paid },
      { kind: 'refund' },
    ],
    [
      'has a refund that was made looked at when something is heard of it',
      { record: { ...expired, refund: { ...requested, status: 'SUCCEEDED' } }, intent: paid },
      { kind: 'refund' },
    ],
  ])('%s', (_, given, verdict) => {
    expect(verdictOn(given)).toMatchObject(verdict);
  });
});

describe('the table of states: a purchase that is cancelled', () => {
  it.each<[string, Case, object]>([
    ['is refunded if its hold was paid', { record: cancelled, intent: paid }, requestsRefund],
    ['has its intent cancelled', { record: cancelled, intent: open }, cancelIntent],
    [
      'has its requested refund carried out, also when it is erased',
      { record: { ...cancelled, erasedAt: END, refund: requested }, intent: paid },
      { kind: 'refund' },
    ],
    [
      'without a refund kept all of it as its fee',
      { record: { ...cancelled, paidAt: PAID }, intent: paid },
      nothing,
    ],
  ])('%s', (_, given, verdict) => {
    expect(verdictOn(given)).toMatchObject(verdict);
  });
});

describe.each<[string, PurchaseRecord]>([
  ['a hold', payable],
  ['sold tickets', sold],
  ['an expired purchase', expired],
  ['a cancelled purchase', { ...cancelled, refund: requested }],
  ['a refused purchase', { ...base, status: 'REJECTED', reason: 'SOLD_OUT' }],
])('the table of states: another intent than that of %s', (_, record) => {
  it.each<[string, Intent, object]>([
    ['is refunded if it was paid, and the record stays', other, { kind: 'refund-other' }],
    ['is cancelled if it is open', { ...open, id: 'pi_other' }, { kind: 'cancel-intent' }],
    ['is done if it is canceled', { ...canceled, id: 'pi_other' }, nothing],
    ['is waited for', { ...processing, id: 'pi_other' }, lookAgain],
    ['is done if it was refunded', { ...other, refunded: 3198 }, nothing],
  ])('%s', (_name, intent, verdict) => {
    expect(verdictOn({ record, intent })).toMatchObject(verdict);
  });
});
