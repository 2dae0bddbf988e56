import { createHash, createHmac } from 'node:crypto';
import { LOCAL_REGION, localCredentials } from '../local-account.ts';

type PresignedPutInput = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly expiresSeconds?: number;
  readonly at?: Date;
};

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

/**
 * A presigned PUT by path, signed in the query.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export const presignedPut = (input: PresignedPutInput): string => {
  const { endpoint, bucket, key, contentType, expiresSeconds = 300, at = new Date() } = input;
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${LOCAL_REGION}/s3/aws4_request`;
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${localCredentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': 'content-type;host',
  });
  const canonical = [
    'PUT',
    path,
    query,
    `content-type:${contentType}`,
    `host:${new URL(endpoint).host}`,
    '',
    'content-type;host',
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const signingKey = scope
    .split('/')
    .reduce<string | Buffer>(hmac, `AWS4${localCredentials.secretAccessKey}`);
  const toSign = ['AWS4-HMAC-SHA256', time, scope, digest].join('\n');
  query.set('X-Amz-Signature', hmac(signingKey, toSign).toString('hex'));
  return `${endpoint}${path}?${query}`;
};
