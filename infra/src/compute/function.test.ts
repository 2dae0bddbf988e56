import { type FunctionDefinition, type FunctionId, functions } from '@willcall/topology';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stageConfigurations } from '../configuration/stages.ts';
import {
  findByType,
  payingTemplates,
  stageTemplates,
  synthesizeTemplates,
} from '../stacks/stage.fixture.ts';

const Ref = z.object({ Ref: z.string() });
const LambdaFunction = z.object({
  FunctionName: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  LoggingConfig: z.object({ LogGroup: Ref }),
  ReservedConcurrentExecutions: z.number().optional(),
});

/** The functions of custom resources, which run only when the stack is deployed. */
const RESOURCE_FUNCTIONS = ['willcall-dev-announce-uploads', 'willcall-dev-generate-keys'];

const deployed = (templates = payingTemplates('dev')) =>
  Object.entries(templates.compute.findResources('AWS::Lambda::Function')).map(
    ([id, { Properties }]) => ({ id, ...LambdaFunction.parse(Properties) }),
  );

describe('the functions', () => {
  it('are those of the definitions, and two of custom resources', () => {
    const defined = Object.entries<FunctionDefinition>(functions).map(([id, definition]) => ({
      FunctionName: `willcall-dev-${id}`,
      Timeout: definition.timeoutSeconds,
      MemorySize: definition.memoryMegabytes,
    }));
    const found = deployed()
      .filter(({ FunctionName }) => !RESOURCE_FUNCTIONS.includes(FunctionName))
      .map(({ FunctionName, Timeout, MemorySize }) => ({ FunctionName, Timeout, MemorySize }));
    expect(found).toHaveLength(defined.length);
    expect(found).toEqual(expect.arrayContaining(defined));
    expect(deployed()).toHaveLength(defined.length + RESOURCE_FUNCTIONS.length);
  });

  it('of payments are left out of a stage that takes none, with all that invokes them', () => {
    const names = deployed(stageTemplates('dev')).map(({ FunctionName }) => FunctionName);
    const missing = deployed()
      .map(({ FunctionName }) => FunctionName)
      .filter((name) => !names.includes(name));
    expect(missing.toSorted()).toEqual([
      'willcall-dev-payment-sweep',
      'willcall-dev-payment-tasks',
      'willcall-dev-payments',
      'willcall-dev-reconcile',
    ]);
    const { compute } = stageTemplates('dev');
    expect(JSON.stringify(compute.toJSON())).not.toMatch(/find-due-payments|reconcile-payments/);
    const read = JSON.stringify(compute.findResources('AWS::Lambda::EventSourceMapping'));
    expect(read).not.toContain('Queuepayments');
  });

  it('run on Node 24 and arm64, are traced, and have stack traces with lines of the source', () => {
    const { compute } = payingTemplates('dev');
    compute.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
    for (const id of Object.keys(functions)) {
      compute.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `willcall-dev-${id}`,
        Environment: {
          Variables: Match.objectLike({
            NODE_OPTIONS: '--enable-source-maps',
            WILLCALL_BACKEND: 'aws',
          }),
        },
      });
    }
  });

  it('each have their own role', () => {
    const roles = deployed().map(({ Role }) => Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it.each(['dev', 'prod'] as const)(
    'of %s each have a log group, kept as long as configured',
    (stage) => {
      const templates = payingTemplates(stage);
      const groups = new Map(findByType(templates, 'AWS::Logs::LogGroup'));
      const all = deployed(templates);
      expect(all.length).toBeGreaterThan(Object.keys(functions).length);
      for (const { FunctionName, LoggingConfig } of all) {
        const name = `Willcall-${stage === 'dev' ? 'Dev' : 'Prod'}-Compute`;
        expect(groups.get(`${name}/${LoggingConfig.LogGroup.Ref}`)?.Properties).toMatchObject({
          LogGroupName: `/aws/lambda/${FunctionName}`,
          RetentionInDays: stageConfigurations[stage].retention.logs,
        });
      }
    },
  );

  it('each have one alias `live`', () => {
    const aliases = payingTemplates('dev').compute.findResources('AWS::Lambda::Alias', {
      Properties: { Name: 'live' },
    });
    expect(Object.keys(aliases)).toHaveLength(deployed().length);
  });

  it('have reserved executions if the stage configures them', () => {
    const of = (id: FunctionId) =>
      deployed(stageTemplates('prod')).find(
        ({ FunctionName }) => FunctionName === `willcall-prod-${id}`,
      );
    expect(of('worker')?.ReservedConcurrentExecutions).toBe(64);
    expect(of('accept')?.ReservedConcurrentExecutions).toBeUndefined();
    // A new account does not have enough executions to reserve any.
    for (const each of deployed()) expect(each.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('split the stock of a show into as many shards as the stage configures', () => {
    const configuration = { ...stageConfigurations.dev, stockShardsMax: 3 };
    synthesizeTemplates('dev', configuration).compute.hasResourceProperties(
      'AWS::Lambda::Function',
      {
        FunctionName: 'willcall-dev-shows',
        Environment: { Variables: Match.objectLike({ STOCK_BUCKETS_MAX: '3' }) },
      },
    );
  });
});
