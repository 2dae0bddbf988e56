import type { Behaviour, LoadBuyer } from '@willcall/localstack/load';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { purchaseBody } from './purchase-body.ts';
import {
  beginVisit,
  handleNoAnswer,
  handlePollAnswer,
  handlePurchaseAnswer,
  type Step,
  type Visit,
} from './visit.ts';

const START = Date.parse('2031-05-15T12:00:00.000Z');
const PLACE = '/v1/purchases/one';

const buyer = (behaviour: Behaviour): LoadBuyer => ({
  name: 'ana',
  token: 'token',
  idempotencyKey: 'key',
  behaviour,
});
const arrived = (behaviour: Behaviour = 'buys'): Visit => beginVisit(buyer(behaviour), START).visit;

const answer = (status: number, body: object = {}, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify(body),
});
const accepted = (location = PLACE) =>
  answer(202, { status: 'PENDING' }, { location, 'retry-after': '2' });
const problem = (status: number, code: string) => answer(status, { code });
const busy = answer(503, {}, { 'retry-after': '4' });

const looking = (behaviour: Behaviour = 'buys') => ({
  ...arrived(behaviour),
  next: 'look' as const,
  location: PLACE,
});
const whatOf = ({ samples }: Step) =>
  samples.flatMap((sample) => (sample.kind === 'unexpected' ? [sample.what] : []));

describe('a buyer', () => {
  it('sends the request for tickets immediately', () => {
    expect(arrived()).toMatchObject({ next: 'ask', waitSeconds: 0 });
  });

  it('polls an accepted purchase after the time in Retry-After', () => {
    const { visit, samples } = handlePurchaseAnswer(arrived(), accepted(), START + 30);
    expect(visit).toMatchObject({ next: 'look', waitSeconds: 2, location: PLACE });
    expect(samples).toEqual([{ kind: 'accepted', at: START + 30, ms: 30 }]);
  });

  it('polls again while the purchase is PENDING', () => {
    const pending = answer(200, { status: 'PENDING' }, { 'retry-after': '3' });
    const { visit, samples } = handlePollAnswer(looking(), pending, START + 1_000);
    expect(visit).toMatchObject({ next: 'look', waitSeconds: 3 });
    expect(samples).toEqual([]);
  });

  it.each([{ status: 'CONFIRMED' }, { status: 'REJECTED', reason: 'SOLD_OUT' }])(
    'leaves with the decision %j and records no personal data',
    (outcome) => {
      const times = {
        requestedAt: '2031-05-15T12:00:00.000Z',
        decidedAt: '2031-05-15T12:00:01.000Z',
      };
      const purchase = { ...outcome, quantity: 1, ...times, holder: { name: 'Ana' } };
      const { visit, samples } = handlePollAnswer(looking(), answer(200, purchase), START);
      expect(visit.next).toBe('leave');
      expect(samples).toEqual([{ kind: 'decided', at: START, ...outcome, quantity: 1, ...times }]);
    },
  );

  it('leaves without a purchase after 409 SOLD_OUT', () => {
    const { visit, samples } = handlePurchaseAnswer(arrived(), problem(409, 'SOLD_OUT'), START);
    expect(visit.next).toBe('leave');
    expect(samples).toEqual([{ kind: 'sold-out', at: START }]);
  });

  it('gives up after three minutes', () => {
    const pending = answer(200, { status: 'PENDING' });
    expect(handlePollAnswer(looking(), pending, START + 180_000).visit.next).toBe('look');
    const { visit, samples } = handlePollAnswer(looking(), pending, START + 180_001);
    expect(visit.next).toBe('leave');
    expect(samples).toEqual([{ kind: 'undecided', at: START + 180_001 }]);
  });

  it('reports why a request got no answer', () => {
    expect(whatOf(handleNoAnswer(arrived(), 'ECONNREFUSED', START))).toEqual([
      'No answer: ECONNREFUSED',
    ]);
  });
});

describe('a buyer who gets 503', () => {
  it.each([
    ['sends the request', arrived(), handlePurchaseAnswer],
    ['polls', looking(), handlePollAnswer],
  ])(
    '%s again after the time in Retry-After, and gives up after the sixth 503',
    (_, first, hear) => {
      let visit: Visit = first;
      for (let times = 1; times <= 5; times += 1) {
        const step = hear(visit, busy, START);
        expect(step.samples).toEqual([]);
        visit = step.visit;
        expect(visit).toMatchObject({ next: first.next, waitSeconds: 4 });
      }
      expect(whatOf(hear(visit, busy, START))).toEqual(['503, 6 times in a row']);
    },
  );

  it('starts counting again after another answer', () => {
    const { visit } = handlePurchaseAnswer({ ...arrived(), turnedAway: 5 }, accepted(), START);
    expect(handlePollAnswer(visit, busy, START).visit.next).toBe('look');
  });
});

describe('a buyer who sends the request twice', () => {
  const once = handlePurchaseAnswer(arrived('repeats'), accepted(), START).visit;

  it('sends the second one immediately', () => {
    expect(once).toMatchObject({ next: 'ask', waitSeconds: 0, location: PLACE });
  });

  it('must get the same purchase, and then polls it', () => {
    const { visit, samples } = handlePurchaseAnswer(once, accepted(), START);
    expect(visit).toMatchObject({ next: 'look', waitSeconds: 2 });
    expect(samples).toEqual([{ kind: 'repeated', at: START }]);
  });

  it.each([
    ['another purchase', accepted('/v1/purchases/two'), '202'],
    ['a refusal', problem(409, 'SOLD_OUT'), '409 SOLD_OUT'],
  ])('must not get %s', (_, second, got) => {
    expect(whatOf(handlePurchaseAnswer(once, second, START))).toEqual([
      `POST /v1/purchases with the same key: ${got} instead of the same purchase`,
    ]);
  });
});

describe('a buyer with a bad card', () => {
  it('must get 400 INVALID_CARD', () => {
    const { visit, samples } = handlePurchaseAnswer(
      arrived('bad-card'),
      problem(400, 'INVALID_CARD'),
      START,
    );
    expect(visit.next).toBe('leave');
    expect(samples).toEqual([{ kind: 'card-refused', at: START }]);
  });

  it.each([
    ['202', accepted()],
    ['409 SOLD_OUT', problem(409, 'SOLD_OUT')],
    ['400 INVALID_REQUEST', problem(400, 'INVALID_REQUEST')],
  ])('reports %s as unexpected', (got, wrong) => {
    expect(whatOf(handlePurchaseAnswer(arrived('bad-card'), wrong, START))).toEqual([
      `POST /v1/purchases with a bad card: ${got} instead of 400 INVALID_CARD`,
    ]);
  });
});

describe('an unexpected answer', () => {
  it.each([
    ['500 INTERNAL', problem(500, 'INTERNAL')],
    ['409 SALE_NOT_OPEN', problem(409, 'SALE_NOT_OPEN')],
    ['400 INVALID_CARD', problem(400, 'INVALID_CARD')],
    ['202', answer(202)],
  ])('to a request for tickets can be %s', (got, wrong) => {
    expect(whatOf(handlePurchaseAnswer(arrived(), wrong, START))).toEqual([
      `POST /v1/purchases: ${got} instead of 202 with a Location`,
    ]);
  });

  it.each([
    ['404 PURCHASE_NOT_FOUND', problem(404, 'PURCHASE_NOT_FOUND')],
    ['200', answer(200, { status: 'CONFIRMED' })],
    ['200', { ...answer(200), body: '<html>' }],
  ])('to a poll can be %s', (got, wrong) => {
    expect(whatOf(handlePollAnswer(looking(), wrong, START))).toEqual([
      `GET Location: ${got} instead of 200 and a purchase`,
    ]);
  });
});

describe('the body of a purchase', () => {
  const luhnSum = (number: string): number =>
    [...number].reverse().reduce((sum, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return sum + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);

  it('has a valid card, except for a buyer with a bad card', () => {
    const cardOf = (behaviour: Behaviour) =>
      purchaseBody('hamlet', buyer(behaviour), new Date(START)).card;
    expect(luhnSum(cardOf('buys').number) % 10).toBe(0);
    expect(luhnSum(cardOf('bad-card').number) % 10).not.toBe(0);
    expect(cardOf('bad-card').expiryYear).toBe(2033);
  });
});
