import { describe, expect, it } from 'vitest';
import { readChange } from './read-change.ts';
import {
  purchaseItem,
  RECORDED_AT,
  reminderItem,
  showItem,
  streamRecord,
} from './stream-record.fixture.ts';

describe('a stream record', () => {
  it.each([
    ['purchase', purchaseItem],
    ['show', showItem],
    ['reminder', reminderItem],
  ])('of a %s is identified by its keys, whatever the table name', (kind, item) => {
    const { eventSourceARN: _, ...record } = streamRecord(undefined, item);
    expect(readChange(record)).toMatchObject({ kind, recordedAt: RECORDED_AT });
  });

  it('of a purchase is read without holder and card', () => {
    expect(JSON.stringify(readChange(streamRecord(purchaseItem, purchaseItem)))).not.toMatch(
      /Ana|ana@|4242/,
    );
  });

  it.each([
    ['a ledger', { userId: 'alice', recordKey: 'S#hamlet', tickets: 2 }],
    ['the calendar', { showId: '#calendar', months: new Set(['2031-06']) }],
    ['a job', { showId: '#job#cancel#hamlet', kind: 'cancel', changes: 1 }],
    ['the position of the sweep', { dueKey: '#sweep', purchaseRef: 'position', sweptTo: 'x' }],
  ])('of %s is bookkeeping', (_, item) => {
    expect(readChange(streamRecord(undefined, item))).toEqual({ kind: 'bookkeeping' });
  });
});

describe('an unreadable record is refused with the names of the invalid parts, without values', () => {
  it.each([
    ['that is empty', {}, 'not the keys'],
    ['of another table', streamRecord(undefined, { id: 'secret' }), 'not the keys'],
    ['without images', streamRecord(undefined, showItem, { NewImage: undefined }), 'no image'],
    [
      'without its time',
      streamRecord(undefined, showItem, { ApproximateCreationDateTime: undefined }),
      'ApproximateCreationDateTime',
    ],
    [
      'with an invalid attribute',
      streamRecord(undefined, { ...purchaseItem, status: 'secret', quantity: 0 }),
      'NewImage.status, NewImage.quantity',
    ],
    [
      'with an invalid attribute in the old image',
      streamRecord({ ...showItem, price: 'secret' }, showItem),
      'OldImage.price',
    ],
    [
      'with a reminder in an invalid minute',
      streamRecord(undefined, { ...purchaseItem, reminder: '2031-13-01T20:00#1' }),
      'NewImage.reminder',
    ],
    [
      'with an invalid number',
      streamRecord(undefined, showItem, { NewImage: { showId: { N: 'secret' } } }),
      'NewImage',
    ],
    [
      'with a number that JavaScript cannot hold',
      streamRecord(undefined, showItem, { NewImage: { capacity: { N: '9007199254740993' } } }),
      'NewImage',
    ],
  ])('%s', (_, record, names) => {
    expect(() => readChange(record)).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE_RECORD',
        retryable: false,
        message: expect.stringContaining(names),
      }),
    );
    expect(() => readChange(record)).not.toThrow(/secret/);
  });
});
