import { toMinute } from '@willcall/domain';
import { purchaseRef } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, expect, it } from 'vitest';
import {
  type AnnouncedSale,
  type Bought,
  openAnnouncedSale,
} from '../support/announce/announced-sale.ts';
import { capturePrintedLines } from '../support/http/printed-lines.ts';

const STARTS = '2031-06-01T20:00:00Z';
/** One day before the start, the default lead. */
const DUE = '2031-05-31T20:00:00.000Z';

const printed = capturePrintedLines();
beforeEach(() => void printed.clear());

const at = (seconds: number) => {
  const now = new Date(Date.parse(DUE) + seconds * 1_000);
  return { clock: () => now };
};

const readLateness = () =>
  printed
    .objects()
    .filter((line) => line.service === 'stream')
    .flatMap((line) => ('ReminderLateness' in line ? [line.ReminderLateness] : []));

const makeReminder = ({ record, key }: Bought) => ({
  dueKey: record.dynamodb?.NewImage?.reminder?.S ?? '',
  purchaseRef: purchaseRef(key.userId ?? '', key.recordKey ?? ''),
});

const requireRecord = (record: DynamoDBRecord | undefined): DynamoDBRecord =>
  record ?? expect.fail('nothing was changed');

const fireReminder = async (announced: AnnouncedSale, bought: Bought, seconds: number) =>
  requireRecord(
    await announced.changeBy('REMINDERS_TABLE', makeReminder(bought), announced.sweep(at(seconds))),
  );

it('a reminder that fired is late by the time from its due time to its announcement', async () => {
  const announced = await openAnnouncedSale({ startsAt: STARTS });
  const bought = await announced.buy();
  await announced.stream(at(-3_600))([bought.record]);
  const record = await fireReminder(announced, bought, 20);
  expect(readLateness()).toEqual([]);
  await announced.stream(at(25))([record]);
  expect(readLateness()).toEqual([25_000]);
});

it('a reminder that is set after its due time is late only from when it could be set', async () => {
  const announced = await openAnnouncedSale({ startsAt: STARTS });
  const bought = await announced.buy();
  const stream = announced.stream(at(3_600));
  const set = await announced.changeBy('REMINDERS_TABLE', makeReminder(bought), () =>
    stream([bought.record]),
  );
  expect(makeReminder(bought).dueKey).toContain(toMinute(Date.parse(DUE)));
  await announced.stream(at(3_602))([requireRecord(set)]);
  expect(readLateness()).toEqual([2_000]);
});
