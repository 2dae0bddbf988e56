import { PutBucketNotificationConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { announceUploads } from './announce-uploads.ts';
import { resourceEvent } from './resources.fixture.ts';

const properties = {
  Bucket: 'willcall-dev-flyers-111122223333-eu-central-1',
  FunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:willcall-dev-flyers:live',
};

/** A fake S3 client that records the bucket notifications it receives. */
function s3(failure?: Error) {
  const sent: unknown[] = [];
  const send = async (command: unknown) => {
    if (!(command instanceof PutBucketNotificationConfigurationCommand)) throw new TypeError();
    sent.push(command.input);
    if (failure !== undefined) throw failure;
    return {};
  };
  return { client: { send } as Pick<S3Client, 'send'>, sent };
}
const named = (name: string) => Object.assign(new Error('x'), { name });

describe('the uploads to a bucket', () => {
  it.each(['Create', 'Update'] as const)('are announced to the function on %s', async (type) => {
    const { client, sent } = s3();
    await announceUploads(client)(resourceEvent(type, { properties }));
    expect(sent).toEqual([
      {
        Bucket: properties.Bucket,
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [
            {
              Id: 'uploads',
              LambdaFunctionArn: properties.FunctionArn,
              Events: ['s3:ObjectCreated:*'],
            },
          ],
        },
      },
    ]);
  });

  it('are no longer announced once the stack is deleted', async () => {
    const { client, sent } = s3();
    await announceUploads(client)(resourceEvent('Delete', { properties }));
    expect(sent).toEqual([{ Bucket: properties.Bucket, NotificationConfiguration: {} }]);
  });

  it('need no removal if the bucket does not exist any more', async () => {
    const { client } = s3(named('NoSuchBucket'));
    const event = resourceEvent('Delete', { properties });
    await expect(announceUploads(client)(event)).resolves.toHaveProperty('id');
  });

  it.each(['Create', 'Delete'] as const)('are not lost silently on %s', async (type) => {
    const { client } = s3(named('AccessDenied'));
    const event = resourceEvent(type, { properties });
    await expect(announceUploads(client)(event)).rejects.toThrow('x');
  });
});
