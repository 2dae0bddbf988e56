import {
  DeleteBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { MAX_FLYER_BYTES } from '@willcall/contracts';
import { describe, expect, inject, it } from 'vitest';
import { connectionRefused, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import {
  FLYERS_BASE_URL,
  htmlPage,
  jpeg,
  openFlyerUploads,
  png,
  webp,
} from '../support/flyer-uploads.ts';

const EARLY = '2031-05-01T08:00:00.000Z';
const LATE = '2031-05-01T08:00:01.000Z';

describe('an upload under the id of a show', () => {
  it.each([
    ['PNG', png()],
    ['JPEG', jpeg()],
    ['WebP', webp()],
    ['PNG of 5 MiB', png(MAX_FLYER_BYTES)],
  ])('is attached to the show when it is a %s', async (_, image) => {
    const seatClient = await openFlyerUploads();
    const before = await seatClient.recordOf();
    const key = `shows/${seatClient.showId}/a flyer.bin`;
    await seatClient.upload(key, image);
    expect(await seatClient.recordOf()).toEqual({
      ...before,
      flyerUrl: `${FLYERS_BASE_URL}/shows/${seatClient.showId}/a%20flyer.bin`,
      flyerOrder: expect.any(String),
      updatedAt: expect.any(String),
      correlationId: 'D82B88E5F771F645',
    });
  });

  it.each([
    ['an HTML page with the type of an image', htmlPage()],
    ['an empty object', Buffer.alloc(0)],
    ['an image one byte larger than 5 MiB', png(MAX_FLYER_BYTES + 1)],
  ])('is not attached when it is %s, and its object stays', async (_, body) => {
    const seatClient = await openFlyerUploads();
    const before = await seatClient.recordOf();
    const key = `shows/${seatClient.showId}/x.png`;
    await seatClient.upload(key, body);
    expect(await seatClient.recordOf()).toEqual(before);
    const object = await seatClient.bucket.s3.send(
      new HeadObjectCommand({ Bucket: seatClient.bucket.name, Key: key }),
    );
    expect(object.ContentLength).toBe(body.byteLength);
  });

  it('does not replace a later upload when its event arrives late', async () => {
    const seatClient = await openFlyerUploads();
    const [older, newer] = ['older', 'newer'].map(
      (name) => `shows/${seatClient.showId}/${name}.png`,
    );
    await seatClient.bucket.put(older ?? '', png());
    await seatClient.upload(newer ?? '', png(), { eventTime: LATE, sequencer: '01' });
    const attached = await seatClient.recordOf();
    expect(attached.flyerUrl).toMatch(/newer/);
    await seatClient.deliver([{ key: older ?? '', eventTime: EARLY, sequencer: 'FF' }]);
    expect(await seatClient.recordOf()).toEqual(attached);
  });

  it('is ordered by sequencer against an upload of the same moment', async () => {
    const seatClient = await openFlyerUploads();
    const key = (name: string) => `shows/${seatClient.showId}/${name}.png`;
    await seatClient.upload(key('first'), png(), { eventTime: EARLY, sequencer: 'FF' });
    await seatClient.upload(key('second'), png(), { eventTime: EARLY, sequencer: '0100' });
    await seatClient.deliver([{ key: key('first'), eventTime: EARLY, sequencer: 'FF' }]);
    expect((await seatClient.recordOf()).flyerUrl).toMatch(/second/);
  });

  it('changes nothing when its event arrives again', async () => {
    const seatClient = await openFlyerUploads();
    const key = `shows/${seatClient.showId}/x.png`;
    await seatClient.upload(key, png());
    const attached = await seatClient.recordOf();
    await seatClient.deliver([{ key }, { key }]);
    expect(await seatClient.recordOf()).toEqual(attached);
  });

  it('that was deleted before it was read is acknowledged', async () => {
    const seatClient = await openFlyerUploads();
    const before = await seatClient.recordOf();
    await seatClient.deliver([{ key: `shows/${seatClient.showId}/never.png` }]);
    expect(await seatClient.recordOf()).toEqual(before);
  });

  it('does not create a show for an unknown id', async () => {
    const seatClient = await openFlyerUploads();
    await seatClient.upload('shows/AAAAAAAAAAAAAAAA/x.png', png());
    await expect(seatClient.recordOf('AAAAAAAAAAAAAAAA')).rejects.toThrow('expected a show');
  });
});

describe('an upload under the name of a show', () => {
  const NAME = 'Hamlet at the Globe';

  it.each(['Hamlet%20at%20the%20Globe.png', 'Hamlet at the Globe.jpeg'])(
    '(%s) is attached to every upcoming show of exactly that name',
    async (key) => {
      const seatClient = await openFlyerUploads({ name: NAME });
      const [again, past, longer, other] = await Promise.all([
        seatClient.addShow({ name: NAME, startsAt: '2098-01-01T20:00:00Z' }),
        seatClient.addShow({ name: NAME, startsAt: '2001-01-01T20:00:00Z' }),
        seatClient.addShow({ name: `${NAME} II` }),
        seatClient.addShow({ name: NAME.toLowerCase() }),
      ]);
      await seatClient.upload(key, png());
      const flyerUrl = `${FLYERS_BASE_URL}/${encodeURIComponent(key)}`;
      expect(await seatClient.recordOf()).toMatchObject({ flyerUrl });
      expect(await seatClient.recordOf(again.showId)).toMatchObject({ flyerUrl });
      for (const { showId } of [past, longer, other]) {
        expect(await seatClient.recordOf(showId)).not.toHaveProperty('flyerUrl');
      }
    },
  );

  it.each(['Hamlet at the Globe', 'posters/Hamlet at the Globe.png', 'Macbeth.png'])(
    'that no show has (%s) is not attached',
    async (key) => {
      const seatClient = await openFlyerUploads({ name: NAME });
      const before = await seatClient.recordOf();
      await seatClient.upload(key, png());
      expect(await seatClient.recordOf()).toEqual(before);
    },
  );

  it('is attached to the remaining shows when it is retried after a fault', async () => {
    const seatClient = await openFlyerUploads({ name: NAME });
    const later = await seatClient.addShow({ name: NAME, startsAt: '2099-12-01T20:00:00Z' });
    const key = `${NAME}.png`;
    await seatClient.bucket.put(key, png());
    const faults = createFaultInjector();
    faults.before('UpdateItemCommand', throttling, { skip: 1 });
    const failed = seatClient.deliver([{ key }], { dynamodbPlugins: [faults.plugin] });
    await expect(failed).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    faults.assertAllUsed();
    const first = await seatClient.recordOf();
    expect(await seatClient.recordOf(later.showId)).not.toHaveProperty('flyerUrl');

    await seatClient.deliver([{ key }]);
    expect(await seatClient.recordOf()).toEqual(first);
    expect(await seatClient.recordOf(later.showId)).toMatchObject({ flyerUrl: first.flyerUrl });
  });
});

describe('when S3 is unreachable', () => {
  it('the event is retried, and the other records are processed', async () => {
    const seatClient = await openFlyerUploads();
    const other = await seatClient.addShow();
    const keys = [seatClient.showId, other.showId].map((showId) => `shows/${showId}/x.png`);
    for (const key of keys) await seatClient.bucket.put(key, png());
    const faults = createFaultInjector();
    faults.before('GetObjectCommand', connectionRefused);
    const records = keys.map((key) => ({ key }));
    const failed = seatClient.deliver(records, { s3Plugins: [faults.plugin] });
    await expect(failed).rejects.toMatchObject({ code: 'BUCKET_UNAVAILABLE', retryable: true });
    expect(await seatClient.recordOf()).not.toHaveProperty('flyerUrl');
    expect(await seatClient.recordOf(other.showId)).toHaveProperty('flyerUrl');

    await seatClient.deliver(records);
    expect(await seatClient.recordOf()).toHaveProperty('flyerUrl');
  });

  it('a missing bucket is a fault and not a missing upload', async () => {
    const seatClient = await openFlyerUploads();
    await seatClient.bucket.s3.send(new DeleteBucketCommand({ Bucket: seatClient.bucket.name }));
    const record = { key: `shows/${seatClient.showId}/x.png` };
    await expect(seatClient.deliver([record])).rejects.toMatchObject({
      code: 'BUCKET_UNAVAILABLE',
    });
  });
});

it('a record that is not an upload is acknowledged, and the others are processed', async () => {
  const seatClient = await openFlyerUploads();
  const key = `shows/${seatClient.showId}/x.png`;
  await seatClient.bucket.put(key, png());
  await seatClient.deliver([
    { encodedKey: '100%' },
    { eventName: 'ObjectRemoved:Delete' },
    { key },
  ]);
  expect(await seatClient.recordOf()).toHaveProperty('flyerUrl');
});

it('a rejected object gets no tag, because the local S3 would overwrite its content with the tags', async ({
  skip,
}) => {
  skip(inject('backend') === 'localstack', "LocalStack's S3 keeps tags apart, as AWS's does.");
  const { bucket } = await openFlyerUploads();
  const object = { Bucket: bucket.name, Key: 'x.png' };
  await bucket.put(object.Key, htmlPage());
  const Tagging = { TagSet: [{ Key: 'willcall', Value: 'refused' }] };
  await bucket.s3.send(new PutObjectTaggingCommand({ ...object, Tagging }));
  const { Body } = await bucket.s3.send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toContain('<Tagging');
});
