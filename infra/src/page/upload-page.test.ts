import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { known } from '@willcall/contracts';
import { afterEach, expect, it, vi } from 'vitest';
import type { PageFile } from './list-page-files.ts';
import { uploadPage } from './upload-page.ts';

const HOUR_MS = 3_600_000;

const file = (key: string): PageFile => ({
  key,
  body: Buffer.from(key),
  contentType: 'text/plain',
  cacheControl: 'no-cache',
});

afterEach(() => void vi.restoreAllMocks());

/** A bucket in memory, with a clock that a test sets. */
const openBucket = () => {
  const objects = new Map<string, Date>();
  const puts: string[] = [];
  const bucket = { time: new Date('2031-05-01T08:00:00Z'), objects, puts, failsAt: '' };
  const s3 = new S3Client({ region: 'eu-central-1' });
  vi.spyOn(s3, 'send').mockImplementation(async (command: unknown) => {
    if (command instanceof PutObjectCommand) {
      const key = known(command.input.Key, 'key');
      if (key === bucket.failsAt) throw new Error('The connection is gone.');
      puts.push(key);
      objects.set(key, bucket.time);
      return {};
    }
    if (command instanceof HeadObjectCommand) {
      const LastModified = objects.get(known(command.input.Key, 'key'));
      if (LastModified === undefined) throw new NotFound({ $metadata: {}, message: 'none' });
      return { LastModified };
    }
    if (command instanceof ListObjectsV2Command) {
      return { Contents: [...objects].map(([Key, LastModified]) => ({ Key, LastModified })) };
    }
    if (command instanceof DeleteObjectsCommand) {
      for (const { Key } of command.input.Delete?.Objects ?? []) objects.delete(known(Key, 'key'));
      return {};
    }
    throw new Error('another command');
  });
  /** Deploys a page whose script has this name, so many hours after the one of before. */
  const deploy = (script: string, hoursLater = 0) => {
    bucket.time = new Date(bucket.time.getTime() + hoursLater * HOUR_MS);
    const files = [file('index.html'), file(`app/assets/${script}`), file('app/config.json')];
    return uploadPage({ s3, bucket: 'page' }, files);
  };
  return { ...bucket, bucket, deploy };
};

it('uploads the index last', async () => {
  const { deploy, puts } = openBucket();
  expect(await deploy('a.js')).toEqual([]);
  expect(puts).toEqual(['app/assets/a.js', 'app/config.json', 'index.html']);
});

it('leaves the old page whole if the upload fails', async () => {
  const { deploy, bucket, objects } = openBucket();
  await deploy('a.js');
  const before = objects.get('index.html');
  bucket.failsAt = 'app/config.json';
  await expect(deploy('b.js', 48)).rejects.toThrow('The connection is gone.');
  expect(objects.get('index.html')).toBe(before);
  expect([...objects.keys()]).toContain('app/assets/a.js');
});

it('keeps the files of the page of before, for those who have it open', async () => {
  const { deploy, objects } = openBucket();
  await deploy('a.js');
  expect(await deploy('b.js', 1_000)).toEqual([]);
  expect([...objects.keys()]).toContain('app/assets/a.js');
});

it('keeps the files of all pages of the last day, and removes them with a later deployment', async () => {
  const { deploy, objects } = openBucket();
  await deploy('a.js');
  await deploy('b.js', 100);
  // The page with a.js was replaced 23 hours ago.
  expect(await deploy('c.js', 23)).toEqual([]);
  expect(await deploy('d.js', 1)).toEqual([]);
  expect(await deploy('e.js', 24)).toEqual([
    'app/assets/a.js',
    'app/assets/b.js',
    'app/assets/c.js',
  ]);
  expect([...objects.keys()].filter((key) => key.endsWith('.js'))).toEqual([
    'app/assets/d.js',
    'app/assets/e.js',
  ]);
});

it('keeps a file that is in the new page again', async () => {
  const { deploy, objects } = openBucket();
  await deploy('a.js');
  await deploy('b.js', 1);
  expect(await deploy('a.js', 30)).toEqual([]);
  expect([...objects.keys()]).toContain('app/assets/a.js');
});
