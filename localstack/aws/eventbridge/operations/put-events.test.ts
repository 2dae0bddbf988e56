import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import {
  ANY,
  BUS,
  createRecordingFunction,
  entry,
  functionArn,
  startTestBus,
} from '../event-bus.fixture.ts';

const nestJson = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

describe('PutEvents', () => {
  it('returns a different id for each entry', async () => {
    const { client } = await startTestBus();
    const { FailedEntryCount, Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: [entry(), entry()] }),
    );
    expect(FailedEntryCount).toBe(0);
    expect(Entries).toEqual([
      { EventId: expect.stringMatching(UUID) },
      { EventId: expect.stringMatching(UUID) },
    ]);
    expect(new Set(Entries.map(({ EventId }) => EventId)).size).toBe(2);
  });

  it('accepts the ARN of a bus, and uses the default bus if none is named', async () => {
    const { client } = await startTestBus();
    const arn = `arn:aws:events:us-east-1:000000000000:event-bus/${BUS}`;
    const { FailedEntryCount } = await client.send(
      new PutEventsCommand({
        Entries: [entry({ EventBusName: arn }), entry({ EventBusName: undefined })],
      }),
    );
    expect(FailedEntryCount).toBe(0);
  });

  it.each<[what: string, change: object, code: string, message: string]>([
    ['no Source', { Source: undefined }, 'InvalidArgument', 'Source is a required argument.'],
    ['an empty DetailType', { DetailType: '' }, 'InvalidArgument', 'DetailType is a required'],
    ['no Detail', { Detail: undefined }, 'InvalidArgument', 'Detail is a required argument.'],
    ['Detail that is not JSON', { Detail: '{"a":' }, 'MalformedDetail', 'Detail is malformed.'],
    ['Detail that is a list', { Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['Detail that is a string', { Detail: '"a"' }, 'MalformedDetail', 'Detail is malformed.'],
    ['Detail of 1,001 levels', { Detail: nestJson(1_001) }, 'MalformedDetail', 'too deeply'],
    ['an unknown bus', { EventBusName: 'other' }, 'InvalidArgument', 'other does not exist.'],
    ['a long DetailType', { DetailType: 'x'.repeat(129) }, 'InvalidArgument', '128 characters'],
    [
      'an AWS source',
      { Source: 'aws.ec2' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
  ])('fails an entry with %s, and accepts the other entries', async (_, change, code, message) => {
    const { client } = await startTestBus();
    const { FailedEntryCount, Entries } = await client.send(
      new PutEventsCommand({ Entries: [entry(), entry(change), entry()] }),
    );
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      { EventId: expect.stringMatching(UUID) },
      { ErrorCode: code, ErrorMessage: expect.stringContaining(message) },
      { EventId: expect.stringMatching(UUID) },
    ]);
  });

  it.each([0, 11])('refuses a call with %d entries', async (length) => {
    const { client } = await startTestBus();
    const Entries = Array.from({ length }, () => entry());
    await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  const makeDetail = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`;
  const envelopeBytes = 'willcall'.length + 'PurchaseConfirmed'.length;

  it('refuses a call whose entries have 1 MB in total', async () => {
    const { client } = await startTestBus();
    const half = entry({ Detail: makeDetail(512 * 1_024 - envelopeBytes) });
    await expect(
      client.send(new PutEventsCommand({ Entries: [half, half] })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  });

  it('accepts an entry just below 1 MB', async () => {
    const { client } = await startTestBus();
    const large = entry({ Detail: makeDetail(1_024 * 1_024 - 1 - envelopeBytes) });
    expect(await client.send(new PutEventsCommand({ Entries: [large] }))).toMatchObject({
      FailedEntryCount: 0,
    });
  });

  it('accepts 1,000 levels of nesting', async () => {
    const { client } = await startTestBus();
    const Entries = [entry({ Detail: nestJson(1_000) })];
    expect(await client.send(new PutEventsCommand({ Entries }))).toMatchObject({
      FailedEntryCount: 0,
    });
  });

  it('creates the envelope that AWS documents', async () => {
    const { lambda, next } = createRecordingFunction();
    const { client } = await startTestBus({ functions: () => lambda });
    await client.send(new PutRuleCommand({ Name: 'all', EventBusName: BUS, EventPattern: ANY }));
    await client.send(
      new PutTargetsCommand({
        Rule: 'all',
        EventBusName: BUS,
        Targets: [{ Id: 'one', Arn: functionArn('recording') }],
      }),
    );
    const { Entries: [{ EventId } = {}] = [] } = await client.send(
      new PutEventsCommand({
        Entries: [entry({ Time: new Date('2026-11-20T20:15:30.250Z'), Resources: ['arn:a'] })],
      }),
    );
    expect(await next()).toEqual({
      version: '0',
      id: EventId,
      'detail-type': 'PurchaseConfirmed',
      source: 'willcall',
      account: '000000000000',
      time: '2026-11-20T20:15:30Z',
      region: 'us-east-1',
      resources: ['arn:a'],
      detail: { eventId: 'e-1', quantity: 2 },
    });
  });
});
