import { describe, expect, it } from 'vitest';
import { createClientConfig } from './client-config.ts';

const aws = { WILLCALL_BACKEND: 'aws', AWS_REGION: 'eu-central-1' } as const;

describe('the settings of an AWS client', () => {
  it('leave endpoint and credentials to the SDK on AWS', () => {
    const settings = createClientConfig(aws, 'SQS');
    expect(settings.region).toBe('eu-central-1');
    expect(settings).not.toHaveProperty('endpoint');
    expect(settings).not.toHaveProperty('credentials');
  });

  it.each(['embedded', 'localstack'] as const)(
    'have credentials that are not secret on %s',
    (backend) => {
      expect(createClientConfig({ ...aws, WILLCALL_BACKEND: backend }, 'SQS')).toMatchObject({
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
    },
  );

  it('prefer the endpoint of a service to the common endpoint', () => {
    const environment = {
      ...aws,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:2',
    };
    expect(createClientConfig(environment, 'SQS')).toMatchObject({
      endpoint: 'http://127.0.0.1:2',
    });
    expect(createClientConfig(environment, 'DYNAMODB')).toMatchObject({
      endpoint: 'http://127.0.0.1:1',
    });
  });

  it('make a call fail when it takes too long', () => {
    expect(createClientConfig(aws, 'SQS').requestHandler).toMatchObject({
      throwOnRequestTimeout: true,
    });
  });
});
