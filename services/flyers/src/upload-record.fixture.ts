import type { S3EventRecord } from 'aws-lambda';

export type UploadRecordOptions = {
  readonly bucket?: string;
  readonly key?: string;
  /** The key in the event. Computed from `key` by default. */
  readonly encodedKey?: string;
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly sequencer?: string;
};

/** The form encoding that S3 uses in its events. */
const formEncoded = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** A record of `s3:ObjectCreated:Put` as S3 sends it to a Lambda function. */
export function makeUploadRecord({
  bucket = 'flyers',
  key = 'shows/AAAAAAAAAAAAAAAA/x.png',
  encodedKey = formEncoded(key),
  eventName = 'ObjectCreated:Put',
  eventTime = '2031-05-01T08:00:00.000Z',
  sequencer = '0055AED6DCD90281E5',
}: UploadRecordOptions = {}): S3EventRecord {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime,
    eventName,
    userIdentity: { principalId: 'AWS:AIDAEXAMPLE' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {
      'x-amz-request-id': 'D82B88E5F771F645',
      'x-amz-id-2': 'vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo=',
    },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'flyers',
      bucket: {
        name: bucket,
        ownerIdentity: { principalId: 'A3I5XTEXAMAI3E' },
        arn: `arn:aws:s3:::${bucket}`,
      },
      object: { key: encodedKey, size: 1024, eTag: 'b21b84d653bb07b05b1e6b33684dc11b', sequencer },
    },
  };
}
