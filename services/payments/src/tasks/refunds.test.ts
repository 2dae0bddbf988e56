import { describe, expect, it } from 'vitest';
import { planRefund } from './refunds.ts';

const refund = (amount: number, status: 'pending' | 'succeeded' | 'failed') => ({ amount, status });

const fine = { isDisputed: false };

describe('a requested refund', () => {
  const requested = { amount: 2000, status: 'REQUESTED' } as const;

  it.each([
    ['is made if there is none', [], { kind: 'make', amount: 2000 }],
    ['is made again if one failed', [refund(2000, 'failed')], { kind: 'make', amount: 2000 }],
    ['is made for the rest', [refund(500, 'succeeded')], { kind: 'make', amount: 1500 }],
    [
      'is made for what is neither done nor under way',
      [refund(500, 'succeeded'), refund(300, 'pending')],
      { kind: 'make', amount: 1200 },
    ],
    ['is waited for', [refund(2000, 'pending')], { kind: 'look-again' }],
    [
      'is not made twice',
      [refund(2000, 'failed'), refund(2000, 'succeeded')],
      { kind: 'record', status: 'SUCCEEDED' },
    ],
    [
      'is done if more was given back',
      [refund(2500, 'succeeded')],
      { kind: 'record', status: 'SUCCEEDED' },
    ],
  ])('%s', (_, refunds, step) => {
    expect(planRefund(requested, refunds, fine)).toEqual(step);
  });

  it('of a disputed charge is never made', () => {
    expect(planRefund(requested, [], { isDisputed: true })).toEqual({
      kind: 'record',
      status: 'FAILED',
    });
  });
});

it.each([
  ['that succeeded stays', 'SUCCEEDED', [refund(2000, 'succeeded')], { kind: 'nothing' }],
  [
    'that came back has failed',
    'SUCCEEDED',
    [refund(2000, 'failed')],
    { kind: 'record', status: 'FAILED' },
  ],
  ['that failed is left to a person', 'FAILED', [refund(2000, 'failed')], { kind: 'nothing' }],
  [
    'that a person has made succeeded',
    'FAILED',
    [refund(2000, 'failed'), refund(2000, 'succeeded')],
    { kind: 'record', status: 'SUCCEEDED' },
  ],
] as const)('a refund %s', (_, status, refunds, step) => {
  expect(planRefund({ amount: 2000, status }, refunds, fine)).toEqual(step);
});
