import { expect, test } from 'vitest';
import { createSequencer } from './announce-objects.ts';
import { createNotificationRecord } from './object-notification.ts';

const created = {
  eventName: 'ObjectCreated:Put',
  bucket: 'flyers',
  key: 'a.png',
  size: 3,
  eTag: '"abc"',
  at: new Date('2026-01-01T00:00:00.000Z'),
  sequencer: '0A',
} as const;

test('a notification has the shape that S3 sends', () => {
  expect(createNotificationRecord(created)).toEqual({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: '2026-01-01T00:00:00.000Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: expect.any(String) },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'object-created',
      bucket: {
        name: 'flyers',
        ownerIdentity: { principalId: expect.any(String) },
        arn: 'arn:aws:s3:::flyers',
      },
      object: { key: 'a.png', size: 3, eTag: 'abc', sequencer: '0A' },
    },
  });
});

test.each([
  { key: 'shows/1/flyer.png', encoded: 'shows/1/flyer.png' },
  { key: 'The Cure – Live.png', encoded: 'The+Cure+%E2%80%93+Live.png' },
  { key: 'a+b & 100%.png', encoded: 'a%2Bb+%26+100%25.png' },
])('the key $key is encoded as $encoded', ({ key, encoded }) => {
  expect(createNotificationRecord({ ...created, key }).s3.object.key).toBe(encoded);
});

test('a later event has a greater sequencer, even in the same millisecond', () => {
  let now = 1_000;
  const next = createSequencer(() => now);
  const drawn = [next(), next()];
  now += 1;
  drawn.push(next());
  now -= 500;
  drawn.push(next());
  expect(drawn).toEqual(drawn.toSorted());
  expect(new Set(drawn).size).toBe(4);
});
