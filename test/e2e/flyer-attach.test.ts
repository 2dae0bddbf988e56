import {
  DeleteBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { MAX_FLYER_BYTES } from '@willcall/contracts';
import { describe, expect, inject, it } from 'vitest';
import { connectionRefused, throttling } from '../support/faults/errors.ts';
import { faultInjector } from '../support/faults/fault-injector.ts';
import { FLYERS_BASE_URL, jpeg, openFlyerDesk, page, png, webp } from '../support/flyer-desk.ts';

const EARLY = '2031-05-01T08:00:00.000Z';
const LATE = '2031-05-01T08:00:01.000Z';

describe('an upload below the id of a show', () => {
  it.each([
    ['PNG', png()],
    ['JPEG', jpeg()],
    ['WebP', webp()],
    ['PNG of 5 MiB', png(MAX_FLYER_BYTES)],
  ])('is attached to it when it is a %s', async (_, image) => {
    const desk = await openFlyerDesk();
    const before = await desk.recordOf();
    const key = `shows/${desk.showId}/a flyer.bin`;
    await desk.upload(key, image);
    expect(await desk.recordOf()).toEqual({
      ...before,
      flyerUrl: `${FLYERS_BASE_URL}/shows/${desk.showId}/a%20flyer.bin`,
      flyerOrder: expect.any(String),
      updatedAt: expect.any(String),
      correlationId: 'D82B88E5F771F645',
    });
  });

  it.each([
    ['a page that claims to be an image', page()],
    ['nothing at all', Buffer.alloc(0)],
    ['an image of a byte more than 5 MiB', png(MAX_FLYER_BYTES + 1)],
  ])('is not attached when it is %s, and its object stays', async (_, body) => {
    const desk = await openFlyerDesk();
    const before = await desk.recordOf();
    const key = `shows/${desk.showId}/x.png`;
    await desk.upload(key, body);
    expect(await desk.recordOf()).toEqual(before);
    const object = await desk.bucket.s3.send(
      new HeadObjectCommand({ Bucket: desk.bucket.name, Key: key }),
    );
    expect(object.ContentLength).toBe(body.byteLength);
  });

  it('does not replace a later one when its event comes late', async () => {
    const desk = await openFlyerDesk();
    const [older, newer] = ['older', 'newer'].map((name) => `shows/${desk.showId}/${name}.png`);
    await desk.bucket.put(older ?? '', png());
    await desk.upload(newer ?? '', png(), { eventTime: LATE, sequencer: '01' });
    const attached = await desk.recordOf();
    expect(attached.flyerUrl).toMatch(/newer/);
    await desk.deliver([{ key: older ?? '', eventTime: EARLY, sequencer: 'FF' }]);
    expect(await desk.recordOf()).toEqual(attached);
  });

  it('is in the order of the sequencers with one of the same moment', async () => {
    const desk = await openFlyerDesk();
    const key = (name: string) => `shows/${desk.showId}/${name}.png`;
    await desk.upload(key('first'), png(), { eventTime: EARLY, sequencer: 'FF' });
    await desk.upload(key('second'), png(), { eventTime: EARLY, sequencer: '0100' });
    await desk.deliver([{ key: key('first'), eventTime: EARLY, sequencer: 'FF' }]);
    expect((await desk.recordOf()).flyerUrl).toMatch(/second/);
  });

  it('changes nothing when its event comes again', async () => {
    const desk = await openFlyerDesk();
    const key = `shows/${desk.showId}/x.png`;
    await desk.upload(key, png());
    const attached = await desk.recordOf();
    await desk.deliver([{ key }, { key }]);
    expect(await desk.recordOf()).toEqual(attached);
  });

  it('that was removed before it was read is done', async () => {
    const desk = await openFlyerDesk();
    const before = await desk.recordOf();
    await desk.deliver([{ key: `shows/${desk.showId}/never.png` }]);
    expect(await desk.recordOf()).toEqual(before);
  });

  it('makes no show of an id that is none', async () => {
    const desk = await openFlyerDesk();
    await desk.upload('shows/AAAAAAAAAAAAAAAA/x.png', png());
    await expect(desk.recordOf('AAAAAAAAAAAAAAAA')).rejects.toThrow('gone');
  });
});

describe('an upload by the name of a show', () => {
  const NAME = 'Hamlet at the Globe';

  it.each(['Hamlet%20at%20the%20Globe.png', 'Hamlet at the Globe.jpeg'])(
    '(%s) is attached to every coming show of exactly that name',
    async (key) => {
      const desk = await openFlyerDesk({ name: NAME });
      const [again, past, longer, other] = await Promise.all([
        desk.addShow({ name: NAME, startsAt: '2098-01-01T20:00:00Z' }),
        desk.addShow({ name: NAME, startsAt: '2001-01-01T20:00:00Z' }),
        desk.addShow({ name: `${NAME} II` }),
        desk.addShow({ name: NAME.toLowerCase() }),
      ]);
      await desk.upload(key, png());
      const flyerUrl = `${FLYERS_BASE_URL}/${encodeURIComponent(key)}`;
      expect(await desk.recordOf()).toMatchObject({ flyerUrl });
      expect(await desk.recordOf(again.showId)).toMatchObject({ flyerUrl });
      for (const { showId } of [past, longer, other]) {
        expect(await desk.recordOf(showId)).not.toHaveProperty('flyerUrl');
      }
    },
  );

  it.each(['Hamlet at the Globe', 'posters/Hamlet at the Globe.png', 'Macbeth.png'])(
    'that no show has (%s) is attached to none',
    async (key) => {
      const desk = await openFlyerDesk({ name: NAME });
      const before = await desk.recordOf();
      await desk.upload(key, png());
      expect(await desk.recordOf()).toEqual(before);
    },
  );

  it('is attached to the rest of the shows when it is tried again after a fault', async () => {
    const desk = await openFlyerDesk({ name: NAME });
    const later = await desk.addShow({ name: NAME, startsAt: '2099-12-01T20:00:00Z' });
    const key = `${NAME}.png`;
    await desk.bucket.put(key, png());
    const faults = faultInjector();
    faults.before('UpdateItemCommand', throttling, { skip: 1 });
    const failed = desk.deliver([{ key }], { dynamodbPlugins: [faults.plugin] });
    await expect(failed).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    faults.assertAllUsed();
    const first = await desk.recordOf();
    expect(await desk.recordOf(later.showId)).not.toHaveProperty('flyerUrl');

    await desk.deliver([{ key }]);
    expect(await desk.recordOf()).toEqual(first);
    expect(await desk.recordOf(later.showId)).toMatchObject({ flyerUrl: first.flyerUrl });
  });
});

describe('when S3 is out of reach', () => {
  it('the event is left to be tried again, and the rest of its records is handled', async () => {
    const desk = await openFlyerDesk();
    const other = await desk.addShow();
    const keys = [desk.showId, other.showId].map((showId) => `shows/${showId}/x.png`);
    for (const key of keys) await desk.bucket.put(key, png());
    const faults = faultInjector();
    faults.before('GetObjectCommand', connectionRefused);
    const records = keys.map((key) => ({ key }));
    const failed = desk.deliver(records, { s3Plugins: [faults.plugin] });
    await expect(failed).rejects.toMatchObject({ code: 'BUCKET_UNAVAILABLE', retryable: true });
    expect(await desk.recordOf()).not.toHaveProperty('flyerUrl');
    expect(await desk.recordOf(other.showId)).toHaveProperty('flyerUrl');

    await desk.deliver(records);
    expect(await desk.recordOf()).toHaveProperty('flyerUrl');
  });

  it('a bucket that does not exist is a fault, and no missing upload', async () => {
    const desk = await openFlyerDesk();
    await desk.bucket.s3.send(new DeleteBucketCommand({ Bucket: desk.bucket.name }));
    const record = { key: `shows/${desk.showId}/x.png` };
    await expect(desk.deliver([record])).rejects.toMatchObject({ code: 'BUCKET_UNAVAILABLE' });
  });
});

it('a record that tells of no upload is acknowledged, and the others are handled', async () => {
  const desk = await openFlyerDesk();
  const key = `shows/${desk.showId}/x.png`;
  await desk.bucket.put(key, png());
  await desk.deliver([{ encodedKey: '100%' }, { eventName: 'ObjectRemoved:Delete' }, { key }]);
  expect(await desk.recordOf()).toHaveProperty('flyerUrl');
});

it('a refused object gets no tag, since the local S3 would write the tags over its content', async ({
  skip,
}) => {
  skip(inject('backend') === 'localstack', "LocalStack's S3 keeps tags apart, as AWS's does.");
  const { bucket } = await openFlyerDesk();
  const object = { Bucket: bucket.name, Key: 'x.png' };
  await bucket.put(object.Key, page());
  const Tagging = { TagSet: [{ Key: 'willcall', Value: 'refused' }] };
  await bucket.s3.send(new PutObjectTaggingCommand({ ...object, Tagging }));
  const { Body } = await bucket.s3.send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toContain('<Tagging');
});
