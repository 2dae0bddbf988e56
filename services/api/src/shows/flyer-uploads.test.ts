import { describe, expect, it } from 'vitest';
import { createUploadSigner } from './flyer-uploads.ts';

const sign = createUploadSigner('flyers', {
  client: {
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  },
});
const upload = {
  key: 'shows/AAAAAAAAAAAAAAAA/x.png',
  contentType: 'image/png',
  contentLength: 64,
  expiresInSeconds: 300,
  signedAt: new Date('2031-05-01T08:00:00Z'),
} as const;

const signed = async (options: Partial<typeof upload> = {}) => {
  const { origin, pathname, searchParams } = new URL(await sign({ ...upload, ...options }));
  return { address: `${origin}${pathname}`, signature: searchParams.get('X-Amz-Signature') };
};

describe('a signed upload', () => {
  it('goes to the host name of the bucket and the path of the key', async () => {
    const { address } = await signed();
    expect(address).toBe('https://flyers.s3.us-east-1.amazonaws.com/shows/AAAAAAAAAAAAAAAA/x.png');
  });

  it('is the same for the same input', async () => {
    expect(await signed()).toEqual(await signed());
  });

  it.each([
    ['another type', { contentType: 'image/jpeg' }],
    ['another length', { contentLength: 65 }],
    ['another key', { key: 'shows/AAAAAAAAAAAAAAAA/y.png' }],
    ['a longer life', { expiresInSeconds: 301 }],
  ])('has another signature for %s', async (_, options) => {
    const other = await signed(options as Partial<typeof upload>);
    expect(other.signature).not.toBe((await signed()).signature);
  });
});
