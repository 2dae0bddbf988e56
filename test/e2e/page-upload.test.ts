import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { readBuiltPage } from '@willcall/box-office';
import { known } from '@willcall/contracts';
import { listPageFiles, makeConfigurationFile, openStageData, uploadPage } from '@willcall/infra';
import { afterAll, expect, inject, it, test } from 'vitest';

const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const s3 = new S3Client({ ...local, endpoint: inject('sqsEndpoint'), forcePathStyle: true });
const dynamodb = new DynamoDBClient({ ...local, endpoint: inject('dynamodbEndpoint') });
afterAll(() => {
  s3.destroy();
  dynamodb.destroy();
});

const stage = `page-${randomUUID().slice(0, 8)}`;
const bucket = `willcall-${stage}-page-123456789012-us-east-1`;
await s3.send(new CreateBucketCommand({ Bucket: bucket }));

const configuration = makeConfigurationFile({
  signIn: {
    kind: 'issuer',
    identifier: 'https://login.example',
    authorizationUrl: 'https://login.example/authorize',
    tokenUrl: 'https://login.example/token',
    clients: { buyers: { id: 'a', scopes: [] }, staff: { id: 'b', scopes: [] } },
  },
  flyersUrl: 'https://flyers.example',
});
const files = [configuration, ...(await listPageFiles())];
await uploadPage({ s3, bucket }, files);

const listKeys = async (): Promise<string[]> => {
  const { Contents = [], IsTruncated = false } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket }),
  );
  expect(IsTruncated).toBe(false);
  return Contents.map(({ Key }) => known(Key, 'key')).sort();
};

const read = async (Key: string) => {
  const { Body, ContentType, CacheControl } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key }),
  );
  return { body: await Body?.transformToString(), ContentType, CacheControl };
};

it('what is uploaded is what was built, the pages about the API and the configuration, and nothing else', async () => {
  const built = [...(await readBuiltPage()).keys()].map((path) => path.slice(1));
  const uploaded = await listKeys();
  expect(uploaded).toEqual(files.map(({ key }) => key).sort());
  const others = uploaded.filter((key) => !built.includes(key));
  expect(built.filter((key) => !uploaded.includes(key))).toEqual([]);
  expect(others.filter((key) => !/^(docs\/.+|openapi\.json|app\/config\.json)$/.test(key))).toEqual(
    [],
  );
});

test('each object has the content, the type and the caching with which the local gateway serves it', async () => {
  for (const [path, { headers, body }] of await readBuiltPage()) {
    expect(await read(path.slice(1))).toEqual({
      body: body.toString(),
      ContentType: headers['content-type'],
      CacheControl: headers['cache-control'],
    });
  }
});

test('the index is asked for again each time, an asset never, and the configuration is not stored', async () => {
  const asset = (await listKeys()).find((key) => /^app\/assets\/.+\.js$/.test(key));
  expect(await read('index.html')).toMatchObject({ CacheControl: 'no-cache' });
  expect(await read(known(asset, 'script'))).toMatchObject({
    CacheControl: expect.stringContaining('immutable'),
  });
  expect(await read('app/config.json')).toMatchObject({ CacheControl: 'no-store' });
});

test('no object holds a secret', async () => {
  const secret =
    /PRIVATE KEY|AKIA[0-9A-Z]{16}|client_secret["']?[:=]\s*["'`]|[sr]k_(test|live)_|whsec_|x-willcall-origin|resolve:secretsmanager|aws_secret/i;
  for (const { key, body } of files.filter((each) => !each.key.startsWith('docs/'))) {
    expect(secret.exec(body.toString()), key).toBeNull();
  }
});

test('a teardown empties the bucket', async () => {
  await openStageData(stage, { dynamodb, s3 }).releasePage();
  expect(await listKeys()).toEqual([]);
});
