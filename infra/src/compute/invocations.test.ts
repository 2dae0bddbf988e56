import { eventSources, rules, schedules, streamSources } from '@willcall/topology';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stageConfigurations } from '../configuration/stages.ts';
import {
  payingTemplates,
  type StageTemplates,
  synthesizeTemplates,
} from '../stacks/stage.fixture.ts';

const Mapping = z.object({
  EventSourceArn: z.unknown().transform((arn) => JSON.stringify(arn)),
  FunctionName: z.unknown().transform((name) => JSON.stringify(name)),
  BatchSize: z.number(),
  ParallelizationFactor: z.number().optional(),
  MaximumBatchingWindowInSeconds: z.number().optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  ProvisionedPollerConfig: z
    .object({ MinimumPollers: z.number(), MaximumPollers: z.number() })
    .optional(),
  BisectBatchOnFunctionError: z.boolean().optional(),
  MaximumRetryAttempts: z.number().optional(),
  MaximumRecordAgeInSeconds: z.number().optional(),
  StartingPosition: z.string().optional(),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })) })
    .transform(({ Filters }) => Filters.map(({ Pattern }): unknown => JSON.parse(Pattern)))
    .optional(),
  DestinationConfig: z
    .object({ OnFailure: z.object({ Destination: z.unknown() }) })
    .transform(({ OnFailure }) => JSON.stringify(OnFailure.Destination))
    .optional(),
});

const mappings = ({ compute }: StageTemplates = payingTemplates('dev')) =>
  Object.values(compute.findResources('AWS::Lambda::EventSourceMapping')).map(({ Properties }) =>
    Mapping.parse(Properties),
  );

/** Logical ids have no hyphens. */
const logical = (text: string) => text.replaceAll('-', '');

const mappingOf = (
  kind: 'Queue' | 'Table',
  id: string,
  { templates, reader = '' }: { templates?: StageTemplates; reader?: string } = {},
) => {
  const name = new RegExp(`${kind}${logical(id)}[0-9A-F]{8}`);
  const found = mappings(templates).filter(
    ({ EventSourceArn, FunctionName }) =>
      name.test(EventSourceArn) && FunctionName.includes(`"${logical(reader)}`),
  );
  if (found.length !== 1 || found[0] === undefined) throw new Error(`Not one mapping of ${id}`);
  return found[0];
};

describe('the mappings', () => {
  it('are those of the definitions', () => {
    expect(mappings()).toHaveLength(eventSources.length + streamSources.length);
  });

  it('invoke aliases, so a deployment can shift traffic between versions', () => {
    for (const { FunctionName } of mappings()) expect(FunctionName).toMatch(/Live[0-9A-F]{8}/);
  });

  it.each(eventSources)(
    'send messages of $queue to $function, with partial batch responses',
    (source) => {
      expect(mappingOf('Queue', source.queue)).toMatchObject({
        FunctionName: expect.stringContaining(`"${logical(source.function)}Live`),
        BatchSize: source.batchSize,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    },
  );

  it.each(streamSources)(
    'send changes of $table to $function, and retry until they expire',
    (source) => {
      expect(mappingOf('Table', source.table, { reader: source.function })).toMatchObject({
        FunctionName: expect.stringContaining(`"${logical(source.function)}Live`),
        BatchSize: source.batchSize,
        ParallelizationFactor: source.parallelizationFactor,
        MaximumBatchingWindowInSeconds: source.batchingWindowSeconds,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: -1,
        FilterCriteria: source.filters,
        DestinationConfig: expect.stringMatching(/Bucketfailures[0-9A-F]{8}/),
      });
    },
  );
});

describe('the worker', () => {
  it('decides at most as many batches at once as a show has shards, or as defined', () => {
    const most = (stockShardsMax: number) =>
      mappingOf('Queue', 'purchases', {
        templates: synthesizeTemplates('dev', {
          ...stageConfigurations.dev,
          stockShardsMax: stockShardsMax,
        }),
      }).ScalingConfig?.MaximumConcurrency;
    expect(most(8)).toBe(8);
    expect(most(64)).toBe(64);
    expect(most(100)).toBe(64);
  });

  it('has provisioned pollers or a maximum concurrency, never both', () => {
    const pollers = { kind: 'provisioned', minimum: 2, maximum: 20 } as const;
    const templates = synthesizeTemplates('dev', { ...stageConfigurations.dev, pollers });
    const mapping = mappingOf('Queue', 'purchases', { templates });
    expect(mapping.ProvisionedPollerConfig).toEqual({ MinimumPollers: 2, MaximumPollers: 20 });
    expect(mapping.ScalingConfig).toBeUndefined();
    expect(mappingOf('Queue', 'purchases').ProvisionedPollerConfig).toBeUndefined();
  });

  it('has no provisioned pollers for dead letters', () => {
    const pollers = { kind: 'provisioned', minimum: 2, maximum: 20 } as const;
    const templates = synthesizeTemplates('dev', { ...stageConfigurations.dev, pollers });
    const { ScalingConfig } = mappingOf('Queue', 'purchases-dead', { templates });
    expect(ScalingConfig?.MaximumConcurrency).toBe(2);
  });
});

describe('the rules', () => {
  const target = (age: number, attempts: number) => [
    {
      Arn: { Ref: Match.stringLikeRegexp('Live') },
      DeadLetterConfig: { Arn: Match.anyValue() },
      RetryPolicy: { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: attempts },
      Id: 'function',
    },
  ];

  it.each(rules)('invoke $function by $name, and retry for a day', ({ name, pattern }) => {
    payingTemplates('dev').compute.hasResourceProperties('AWS::Events::Rule', {
      Name: `willcall-dev-${name}`,
      EventBusName: Match.anyValue(),
      EventPattern: pattern,
      State: 'ENABLED',
      Targets: target(86_400, 185),
    });
  });

  it.each(schedules)('invoke $function on a schedule: $name', ({ name, everyMinutes }) => {
    payingTemplates('dev').compute.hasResourceProperties('AWS::Events::Rule', {
      Name: `willcall-dev-${name}`,
      EventBusName: Match.absent(),
      ScheduleExpression: everyMinutes === 1 ? 'rate(1 minute)' : `rate(${everyMinutes} minutes)`,
      State: 'ENABLED',
      Targets: target(60, 2),
    });
  });

  it('are the only ones, and each may invoke only its function', () => {
    const { compute } = payingTemplates('dev');
    compute.resourceCountIs('AWS::Events::Rule', rules.length + schedules.length);
    const permissions = compute.findResources('AWS::Lambda::Permission', {
      Properties: { Principal: 'events.amazonaws.com' },
    });
    expect(Object.keys(permissions)).toHaveLength(rules.length + schedules.length);
    for (const { Properties } of Object.values(permissions)) {
      expect(Properties.SourceArn).toHaveProperty('Fn::GetAtt');
    }
  });

  it('keep an event after its function has failed for the last time', () => {
    const { compute } = payingTemplates('dev');
    for (const id of ['pricing', 'flyers']) {
      compute.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: Match.stringLikeRegexp(`^${id}`) },
        Qualifier: Match.anyValue(),
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      });
    }
  });
});

describe('uploads', () => {
  it('invoke `flyers`, with a permission for buckets of this account only', () => {
    const { compute } = payingTemplates('dev');
    compute.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 's3.amazonaws.com',
      FunctionName: { Ref: Match.stringLikeRegexp('^flyersLive') },
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: Match.anyValue(),
    });
    compute.hasResource('Custom::AnnouncedUploads', {
      Properties: { FunctionArn: { Ref: Match.stringLikeRegexp('^flyersLive') } },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^flyersLiveBybucket')]),
    });
  });
});
