import { MAX_FLYER_BYTES, ShowId } from '@willcall/contracts';
import type { UploadedFile } from '@willcall/domain';
import { openStore } from '@willcall/store';
import { describe, expect, it, vi } from 'vitest';
import { handleUploads } from './handle-uploads.ts';
import { makeUploadRecord } from './upload-record.fixture.ts';

const SHOW_ID = ShowId.parse('AAAAAAAAAAAAAAAA');
const REQUEST_ID = '8f507cfc-xmpl-4697-b07a-ac58fc914c95';
const image: UploadedFile = { size: 64, firstBytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) };
const page: UploadedFile = { size: 64, firstBytes: Buffer.from('<!doctype ht') };

/** Sets up the handler with a store that is never called. */
const setUp = (file: UploadedFile | 'gone') => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const measure = { count: vi.fn(), milliseconds: vi.fn() };
  const dependencies = {
    store: openStore({ shows: 'shows' }, { client: { region: 'us-east-1' } }),
    readFile: async () => file,
    baseUrl: 'https://flyers.example.com',
    clock: () => new Date('2031-05-01T08:00:00Z'),
    log,
    measure,
  };
  return {
    log,
    measure,
    handle: (records: readonly unknown[]) => handleUploads(records, REQUEST_ID, dependencies),
  };
};

describe('a refused upload', () => {
  it.each([
    ['NOT_AN_IMAGE', `shows/${SHOW_ID}/x.png`, page],
    ['NOT_AN_IMAGE', `shows/${SHOW_ID}/x.png`, { size: 0, firstBytes: new Uint8Array() }],
    ['TOO_LARGE', `shows/${SHOW_ID}/x.png`, { ...image, size: MAX_FLYER_BYTES + 1 }],
    ['UNKNOWN_SHOW', 'posters/x.png', image],
    ['UNKNOWN_SHOW', 'Hamlet.pdf', page],
  ])('is counted and logged with its reason, %s (%s)', async (reason, key, file) => {
    const { log, measure, handle } = setUp(file);
    await handle([makeUploadRecord({ key })]);
    expect(measure.count.mock.calls).toEqual([[`FlyerRefused_${reason}`]]);
    expect(log.warn.mock.calls).toEqual([
      ['Flyer refused', { objectKey: key, correlationId: 'D82B88E5F771F645', reason }],
    ]);
  });

  it('has the invocation’s id as correlation id when S3 sent none', async () => {
    const { log, handle } = setUp(page);
    const { responseElements, ...record } = makeUploadRecord();
    await handle([record]);
    expect(log.warn.mock.calls[0]?.[1]).toMatchObject({ correlationId: REQUEST_ID });
  });
});

it('a record that is not an upload is counted, and logged without its content', async () => {
  const { log, measure, handle } = setUp(image);
  await handle([{ s3: { object: { key: 'a secret' } } }]);
  expect(measure.count.mock.calls).toEqual([['FlyersInvalid']]);
  expect(log.error.mock.calls).toEqual([['Record is not an upload', { code: 'INVALID_EVENT' }]]);
});

it('an upload that no longer exists is not a refusal', async () => {
  const { log, measure, handle } = setUp('gone');
  await handle([makeUploadRecord()]);
  expect(measure.count).not.toHaveBeenCalled();
  expect(log.warn).not.toHaveBeenCalled();
});
