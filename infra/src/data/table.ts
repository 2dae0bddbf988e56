import {
  type KeyAttribute,
  type StageName,
  type TableDefinition,
  type TableId,
  tableName,
  tables,
} from '@willcall/topology';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { removalPolicy } from './protection.ts';

type TableInput = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'protection'>;
  readonly key: IKey | undefined;
};

/** Makes a table of the definitions, billed on demand. */
export const makeTable = (
  scope: Construct,
  id: TableId,
  { stage, configuration, key }: TableInput,
): Table => {
  const definition: TableDefinition = tables[id];
  const { protection } = configuration;
  const warm = protection.warmThroughput[id];
  const table = new Table(scope, `Table-${id}`, {
    tableName: tableName(stage, id),
    partitionKey: toAttribute(definition.partitionKey),
    ...(definition.sortKey && { sortKey: toAttribute(definition.sortKey) }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    ...(definition.streamed && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
    ...(definition.expiresAt !== undefined && { timeToLiveAttribute: definition.expiresAt }),
    ...(key === undefined
      ? { encryption: TableEncryption.DEFAULT }
      : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: protection.pointInTimeRecovery,
    },
    deletionProtection: protection.deletionProtection,
    ...(warm && {
      warmThroughput: {
        readUnitsPerSecond: warm.readUnitsPerSecond,
        writeUnitsPerSecond: warm.writeUnitsPerSecond,
      },
    }),
    removalPolicy: removalPolicy(configuration),
  });
  for (const index of definition.indexes) {
    table.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: toAttribute(index.partitionKey),
      sortKey: toAttribute(index.sortKey),
    });
  }
  return table;
};

const attributeTypes: Readonly<Record<KeyAttribute['type'], AttributeType>> = {
  S: AttributeType.STRING,
  N: AttributeType.NUMBER,
};

const toAttribute = ({ name, type }: KeyAttribute): Attribute => ({
  name,
  type: attributeTypes[type],
});
