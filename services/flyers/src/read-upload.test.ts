import { describe, expect, it } from 'vitest';
import { readUpload } from './read-upload.ts';
import { makeUploadRecord } from './upload-record.fixture.ts';

describe('a record in an S3 event', () => {
  it('gives bucket, key, order and request id of an upload', () => {
    const record = makeUploadRecord({ key: 'shows/A/x.png', sequencer: '0055AED6DCD90281E5' });
    expect(readUpload(record)).toEqual({
      bucket: 'flyers',
      key: 'shows/A/x.png',
      order: '2031-05-01T08:00:00.000Z#000000000000000055AED6DCD90281E5',
      requestId: 'D82B88E5F771F645',
    });
  });

  it.each([
    ['red+flower.jpg', 'red flower.jpg'],
    ['Hamlet%2520at%2520the%2520Globe.png', 'Hamlet%20at%20the%20Globe.png'],
    ['C%2B%2B.png', 'C++.png'],
    ['M%C3%A4dchen.png', 'Mädchen.png'],
    ['shows/A/a%2Fb.png', 'shows/A/a/b.png'],
  ])('with the key %s is for the object %s', (encodedKey, key) => {
    expect(readUpload(makeUploadRecord({ encodedKey }))?.key).toBe(key);
  });

  it('can lack the request id or have a malformed one', () => {
    const { responseElements, ...record } = makeUploadRecord();
    expect(readUpload(record)).toMatchObject({ requestId: undefined });
    const other = { ...record, responseElements: { 'x-amz-request-id': 'a b' } };
    expect(readUpload(other)).toMatchObject({ requestId: undefined });
  });

  it.each([
    ['a removal event', { eventName: 'ObjectRemoved:Delete' }],
    ['an invalid time', { eventTime: 'now' }],
    ['a key that is not URL-encoded', { encodedKey: '100%' }],
    ['no key', { encodedKey: '' }],
    ['an invalid sequencer', { sequencer: 'first' }],
  ])('with %s is not an upload', (_, options) => {
    expect(readUpload(makeUploadRecord(options))).toBeUndefined();
  });

  it.each([undefined, null, 'record', {}])('that is %j is not an upload', (record) => {
    expect(readUpload(record)).toBeUndefined();
  });
});
