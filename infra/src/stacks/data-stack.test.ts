import { type TableDefinition, tableName, tables } from '@willcall/topology';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stageConfigurations } from '../configuration/stages.ts';
import { stageTemplates, synthesizeTemplates } from './stage.fixture.ts';

const Key = z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });
const Table = z.object({
  TableName: z.string(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N']) }),
  ),
  KeySchema: z.array(Key),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema: z.array(Key),
        Projection: z.object({ ProjectionType: z.literal('ALL') }),
      }),
    )
    .default([]),
  StreamSpecification: z.object({ StreamViewType: z.literal('NEW_AND_OLD_IMAGES') }).optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string(), Enabled: z.literal(true) })
    .optional(),
});

/** Derives the definition of a table from its template. */
const definitionOf = (properties: unknown): [string, TableDefinition] => {
  const table = Table.parse(properties);
  const typeOf = (name: string) =>
    table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  const keys = (schema: z.infer<typeof Key>[]) =>
    schema.map(({ AttributeName: name }) => ({ name, type: typeOf(name) ?? 'S' }));
  const [partitionKey = { name: '', type: 'S' as const }, sortKey] = keys(table.KeySchema);
  return [
    table.TableName,
    {
      partitionKey,
      ...(sortKey && { sortKey }),
      indexes: table.GlobalSecondaryIndexes.map(({ IndexName: name, KeySchema }) => {
        const [partition, sort] = keys(KeySchema);
        return { name, partitionKey: partition, sortKey: sort } as TableDefinition['indexes'][0];
      }),
      streamed: table.StreamSpecification !== undefined,
      ...(table.TimeToLiveSpecification && {
        expiresAt: table.TimeToLiveSpecification.AttributeName,
      }),
    },
  ];
};

describe('the tables', () => {
  it.each(['dev', 'prod', 'localstack'] as const)(
    'of stage %s are those of the definitions',
    (stage) => {
      const found = Object.values(stageTemplates(stage).data.findResources('AWS::DynamoDB::Table'));
      const deployed = Object.fromEntries(found.map(({ Properties }) => definitionOf(Properties)));
      const defined = Object.entries(tables).map(([id, definition]) => [
        tableName(stage, id as keyof typeof tables),
        definition,
      ]);
      expect(deployed).toEqual(Object.fromEntries(defined));
    },
  );

  it('of prod can be restored to any second, cannot be deleted, and outlive their stack', () => {
    const { data } = stageTemplates('prod');
    data.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: Match.objectLike({ SSEEnabled: true, SSEType: 'KMS' }),
      }),
    });
  });

  it('of prod are made last, because a creation that fails cannot delete a protected table', () => {
    const { data } = stageTemplates('prod');
    const before = ['AWS::S3::Bucket', 'AWS::SecretsManager::Secret'].flatMap((type) =>
      Object.keys(data.findResources(type)),
    );
    expect(before).toHaveLength(3);
    for (const { DependsOn } of Object.values(data.findResources('AWS::DynamoDB::Table'))) {
      expect(DependsOn).toEqual(expect.arrayContaining(before));
    }
  });

  it('that a sale uses first are warm in prod', () => {
    stageTemplates('prod').data.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'willcall-prod-purchases',
      WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 8_000 },
    });
    stageTemplates('prod').data.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'willcall-prod-stock',
      WarmThroughput: { ReadUnitsPerSecond: 28_000, WriteUnitsPerSecond: 4_000 },
    });
  });

  it('of dev are deleted with their stack, and use a key without a price', () => {
    const { data } = stageTemplates('dev');
    data.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
    data.resourceCountIs('AWS::KMS::Key', 0);
  });
});

describe('the buckets', () => {
  it.each(['dev', 'prod'] as const)('of %s are private, encrypted, and TLS only', (stage) => {
    const { data } = stageTemplates(stage);
    const count = Object.keys(data.findResources('AWS::S3::Bucket')).length;
    expect(count).toBe(2);
    data.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: Match.anyValue(),
      LifecycleConfiguration: Match.anyValue(),
    });
    data.resourceCountIs('AWS::S3::BucketPolicy', count);
    data.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      }),
    });
  });

  it('of flyers accepts browsers’ uploads only from the configured origins', () => {
    const configuration = {
      ...stageConfigurations.dev,
      browserOrigins: ['https://tickets.example.com'],
    };
    synthesizeTemplates('dev', configuration).data.hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedHeaders: ['content-type'],
            AllowedMethods: ['PUT'],
            AllowedOrigins: ['https://tickets.example.com'],
            MaxAge: 3_600,
          },
        ],
      },
    });
  });

  it('of flyers accepts no browsers’ uploads without configured origins', () => {
    const configuration = { ...stageConfigurations.dev, browserOrigins: [] };
    synthesizeTemplates('dev', configuration).data.allResourcesProperties('AWS::S3::Bucket', {
      CorsConfiguration: Match.absent(),
    });
  });

  it('of flyers outlives its stack in prod', () => {
    stageTemplates('prod').data.allResources('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });
});

describe('the keys of purchase ids', () => {
  it('are generated by Secrets Manager, in the format that the functions read', () => {
    stageTemplates('prod').data.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: {
        SecretStringTemplate: '{}',
        GenerateStringKey: 'current',
        // 64 characters of base64url are 48 bytes. The reader requires 32.
        PasswordLength: 64,
        ExcludePunctuation: true,
        IncludeSpace: false,
      },
      KmsKeyId: Match.anyValue(),
    });
  });

  it('are not a secret in a stage that costs nothing when idle', () => {
    stageTemplates('dev').data.resourceCountIs('AWS::SecretsManager::Secret', 0);
  });
});
