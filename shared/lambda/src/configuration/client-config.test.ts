import { UnreadableRecord } from '@willcall/store';
import { describe, expect, it, vi } from 'vitest';
import { createClientConfig, createStoreConnection } from './client-config.ts';

const aws = { WILLCALL_BACKEND: 'aws', AWS_REGION: 'eu-central-1' } as const;

describe('the settings of an AWS client', () => {
  it('leave endpoint and credentials to the SDK on AWS', () => {
    const settings = createClientConfig(aws, 'SQS');
    expect(settings.region).toBe('eu-central-1');
    expect(settings).not.toHaveProperty('endpoint');
    expect(settings).not.toHaveProperty('credentials');
  });

  const test = { accessKeyId: 'test', secretAccessKey: 'test' };
  const keys = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret' };
  const own = { accessKeyId: 'mine', secretAccessKey: 'secret' };

  // An emulator that checks signatures refused uploads that were signed with made-up keys.
  it.each([
    ['are not secret without credentials', {}, test],
    ['are not secret without a whole pair', { AWS_ACCESS_KEY_ID: 'mine' }, test],
    ['are not secret for empty variables', { ...keys, AWS_SECRET_ACCESS_KEY: '' }, test],
    ['are the ones of the environment', keys, own],
    [
      'have the session of the environment',
      { ...keys, AWS_SESSION_TOKEN: 'session' },
      { ...own, sessionToken: 'session' },
    ],
  ])('for a local AWS %s', (_, environment, credentials) => {
    for (const WILLCALL_BACKEND of ['embedded', 'localstack'] as const) {
      const settings = createClientConfig({ ...aws, ...environment, WILLCALL_BACKEND }, 'S3');
      expect(settings).toMatchObject({ credentials });
    }
  });

  it('never name the credentials of the environment on AWS, where the SDK reads them', () => {
    expect(createClientConfig({ ...aws, ...keys }, 'S3')).not.toHaveProperty('credentials');
  });

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

describe('the tables of a function', () => {
  it('report damaged records by key in the log, ten at most, and count all', () => {
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const measure = { count: vi.fn(), milliseconds: vi.fn() };
    const { onUnreadable } = createStoreConnection(aws, { log, measure }, {});
    const damaged = Array.from(
      { length: 12 },
      (_, index) =>
        new UnreadableRecord('the show', {
          table: 'shows',
          key: { showId: `s${index}` },
          wrong: ['price'],
        }),
    );
    onUnreadable?.(damaged, 'skipped');
    onUnreadable?.(damaged.slice(0, 1), 'failed');
    expect(measure.count.mock.calls).toEqual([
      ['RecordsUnreadable', 12],
      ['RecordsUnreadable', 1],
    ]);
    expect(log.error.mock.calls).toEqual([
      [
        'Stored records cannot be read: they are left out',
        { skipped: 12, records: expect.stringMatching(/^(shows showId=s\d: price(; )?){10}$/) },
      ],
      ['A stored record cannot be read', { records: 'shows showId=s0: price' }],
    ]);
  });
});
