import { expect, it } from 'vitest';
import { ParkedRecord, parkRecord } from './parked-record.ts';
import { makeRecordingQueue } from './sent-to-sqs.fixture.ts';

const parked = (name: string): ParkedRecord => ({
  version: 1,
  reason: 'UNREADABLE_RECORD',
  parkedAt: '2031-05-01T08:00:00.000Z',
  record: { eventID: '1', dynamodb: { NewImage: { name: { S: name } } } },
});

const bodyOf = (input: object | undefined): string =>
  String(Reflect.get(input ?? {}, 'MessageBody'));

it('a parked record is sent whole', async () => {
  const { queue, sent } = makeRecordingQueue();
  await parkRecord(queue, parked('Ana'));
  expect(sent.map(({ command }) => command)).toEqual(['SendMessageCommand']);
  expect(ParkedRecord.parse(JSON.parse(bodyOf(sent[0]?.input)))).toEqual(parked('Ana'));
});

it('characters that SQS refuses are escaped, so every record can be parked', async () => {
  const { queue, sent } = makeRecordingQueue();
  const strange = parked('\u0000\uD800\uFFFE\uFFFF ok');
  await parkRecord(queue, strange);
  const body = bodyOf(sent[0]?.input);
  // Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  expect(body).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]*$/);
  expect(JSON.parse(body)).toEqual(strange);
});

it('a record larger than a message is not sent, and the error is permanent', async () => {
  const { queue, sent } = makeRecordingQueue();
  await expect(parkRecord(queue, parked('x'.repeat(1_048_576)))).rejects.toMatchObject({
    code: 'TOO_LARGE',
    retryable: false,
  });
  expect(sent).toEqual([]);
});

it('a record that SQS did not accept can be parked later, and the error quotes nothing of it', async () => {
  const { queue } = makeRecordingQueue(() => Promise.reject(new Error('no')));
  await expect(parkRecord(queue, parked('Ana'))).rejects.toMatchObject({
    code: 'QUEUE_UNAVAILABLE',
    message: 'SQS did not park the record',
  });
});
