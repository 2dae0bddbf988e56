import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { observe } from '@willcall/lambda';
import { functions } from '@willcall/topology';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { serviceMetric } from '../operations/metrics/service-metric.ts';
import { ENTRIES } from '../repository.ts';
import { payingTemplates } from '../stacks/stage.fixture.ts';

const Variables = z.record(z.string(), z.unknown());
const LambdaFunction = z.object({ Environment: z.object({ Variables }) });

/** A value in place of what CloudFormation fills in: a URL, JSON for keys, or plain text. */
const resolved = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  if (name.endsWith('_URL')) return 'https://resolved.example.com/0/name';
  if (name === 'PURCHASE_ID_KEYS') return JSON.stringify({ current: 'a'.repeat(64) });
  return 'resolved';
};

const variablesOf = (stage: 'dev' | 'prod', id: string): Record<string, string> => {
  const found = payingTemplates(stage).compute.findResources('AWS::Lambda::Function', {
    Properties: { FunctionName: `willcall-${stage}-${id}` },
  });
  const [resource] = Object.values(found);
  const { Environment } = LambdaFunction.parse(resource?.Properties);
  return Object.fromEntries(
    Object.entries(Environment.Variables).map(([name, value]) => [name, resolved(name, value)]),
  );
};

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(Object.keys(functions))('the entry of %s', (id) => {
  it.each(['dev', 'prod'] as const)(
    'starts with the environment that stage %s gives it',
    async (stage) => {
      // Lambda sets this one.
      vi.stubEnv('AWS_REGION', 'eu-central-1');
      vi.stubEnv('ORIGIN_SECRETS', undefined);
      for (const [name, value] of Object.entries(variablesOf(stage, id))) {
        vi.stubEnv(name, name === 'ORIGIN_SECRETS' ? 'o'.repeat(64) : value);
      }
      const entry: unknown = await import(pathToFileURL(join(ENTRIES, `${id}.ts`)).href);
      expect(entry).toHaveProperty('handler', expect.any(Function));
    },
  );
});

describe('the environment', () => {
  it('names only the resources that the function may use', () => {
    expect(Object.keys(variablesOf('dev', 'accept')).sort()).toEqual([
      'NODE_OPTIONS',
      'PULSE_TABLE',
      'PURCHASES_QUEUE_URL',
      'PURCHASES_TABLE',
      'PURCHASE_ID_KEYS',
      'SHOWS_TABLE',
      'WILLCALL_BACKEND',
      'WILLCALL_STAGE',
    ]);
  });

  it.each(['dev', 'prod'] as const)(
    'gives metrics of %s the dimensions that its alarms and its dashboard use',
    (stage) => {
      const { metrics, measure } = observe('worker', variablesOf(stage, 'worker'));
      measure.count('TicketsSold');
      const published = metrics.serializeMetrics();
      const watched = serviceMetric({ stage, service: 'worker', name: 'TicketsSold' });
      expect(published).toMatchObject(watched.dimensions ?? {});
      const names = published._aws.CloudWatchMetrics[0]?.Dimensions[0] ?? [];
      expect(names.toSorted()).toEqual(Object.keys(watched.dimensions ?? {}).toSorted());
    },
  );

  it('says to the dead letters’ function how often a message was received before', () => {
    expect(variablesOf('dev', 'dead-letters').RECEIVES_BEFORE).toBe('5');
  });
});
