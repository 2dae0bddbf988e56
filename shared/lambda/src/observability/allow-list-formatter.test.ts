import type { UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AllowListFormatter, loggedFields } from './observe.ts';

const SECRET = '4242424242424242';
const attributes: UnformattedAttributes = {
  logLevel: 'INFO',
  message: 'Purchase accepted',
  timestamp: new Date('2031-05-01T08:00:00Z'),
  serviceName: 'accept',
  awsRegion: 'eu-central-1',
  sampleRateValue: 0,
  environment: '',
  xRayTraceId: '1-5759e988-bd862e3fe1be46a994272793',
};

const format = (additional: Record<string, unknown>, more: Partial<UnformattedAttributes> = {}) =>
  new AllowListFormatter().formatAttributes({ ...attributes, ...more }, additional).getAttributes();

describe('a log line', () => {
  it('contains time, place and message', () => {
    expect(format({})).toMatchObject({
      level: 'INFO',
      message: 'Purchase accepted',
      timestamp: '2031-05-01T08:00:00.000Z',
      service: 'accept',
      xrayTraceId: '1-5759e988-bd862e3fe1be46a994272793',
    });
  });

  it('contains the id of its invocation', () => {
    const lambdaContext = {
      invokedFunctionArn: `arn:${SECRET}`,
      coldStart: true,
      functionName: 'accept',
      functionVersion: '1',
      memoryLimitInMB: '128',
      awsRequestId: 'R-1',
    };
    const line = format({}, { lambdaContext });
    expect(line).toMatchObject({ coldStart: true, functionName: 'accept', requestId: 'R-1' });
    expect(JSON.stringify(line)).not.toContain(SECRET);
  });

  it.each(loggedFields)('keeps the field %s as text or a number', (field) => {
    expect(format({ [field]: 'value' })).toMatchObject({ [field]: 'value' });
    expect(format({ [field]: 7 })).toMatchObject({ [field]: 7 });
  });

  it.each([
    ['an object', { holder: SECRET }],
    ['a list', [SECRET]],
    ['a boolean', true],
    ['null', null],
  ])('drops %s as the value of a listed field', (_, value) => {
    expect(JSON.stringify(format({ route: value }))).not.toContain(SECRET);
    expect(format({ route: value }).route).toBeUndefined();
  });

  it.each([
    ['the holder', { holder: { name: SECRET, email: SECRET } }],
    ['the card', { card: { number: SECRET } }],
    ['the event', { event: { body: SECRET, headers: { authorization: SECRET } } }],
    ['a token', { token: SECRET, authorization: SECRET }],
    ['the body', { body: SECRET }],
    ['the buyer', { userId: SECRET }],
    ['a listed name inside another object', { data: { showId: SECRET } }],
    ['the fields that a library adds', { sampling_rate: SECRET, function_arn: SECRET }],
  ])('drops %s', (_, additional) => {
    expect(JSON.stringify(format(additional))).not.toContain(SECRET);
  });

  it('does not let a field replace one of its own', () => {
    const overwrite = { message: SECRET, level: SECRET, timestamp: SECRET, service: SECRET };
    expect(JSON.stringify(format(overwrite))).not.toContain(SECRET);
  });

  it('describes an error instead of printing it', () => {
    const line = format({ error: new Error(`body was ${SECRET}`) });
    expect(line.error).toMatchObject({ name: 'Error' });
    expect(JSON.stringify(line)).not.toContain(SECRET);
  });

  it('contains only the type of a thrown value that is not an Error', () => {
    expect(format({ error: { card: SECRET } }).error).toEqual({ name: 'object' });
  });

  it.each([
    ['objectKey', 'posters/4242 4242 4242 4242.png'],
    ['correlationId', '5105-1051-0510-5100'],
    ['showId', 4242424242424242],
  ])('redacts a %s that holds a card number', (name, value) => {
    expect(format({ [name]: value })[name]).toBe('redacted');
  });

  it('never contains a member that is not on the list, for any input', () => {
    const known = new Set<string>([
      ...['level', 'message', 'timestamp', 'service', 'coldStart', 'functionName'],
      ...['requestId', 'xrayTraceId', 'error'],
      ...loggedFields,
    ]);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (additional) => {
        for (const name of Object.keys(format(additional))) expect(known).toContain(name);
      }),
    );
  });
});
