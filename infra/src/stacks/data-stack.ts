import { type BucketId, buckets, type TableId, tables } from '@willcall/topology';
import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { makeBucket } from '../data/bucket.ts';
import { makePaymentKeysSecret } from '../data/payment-keys-secret.ts';
import { makeEncryptionKey } from '../data/protection.ts';
import { makePurchaseIdSecret } from '../data/purchase-id-secret.ts';
import { makeTable } from '../data/table.ts';
import { allowDistributions } from '../edge/private-origin.ts';
import { makeEach, type StageStackProps } from './stage-stack.ts';

/**
 * The stage's data: tables, flyers, and the keys of purchase ids and of the payment provider. The flyers' distribution is not here,
 * because AWS may refuse it, and data must not depend on that.
 */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableId, Table>>;
  readonly buckets: Readonly<Record<BucketId, Bucket>>;
  /** The secret with the keys of purchase ids; undefined if the stage keeps them in the environment. */
  readonly secret: Secret | undefined;
  /** The secret with the keys of the payment provider; undefined if the stage takes no payments. */
  readonly paymentKeys: Secret | undefined;
  /** The customer-managed key of personal data, if the stage has one. */
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    const { stage, configuration } = props;
    const key = makeEncryptionKey(this, stage, configuration);
    const input = { stage, configuration, key };
    this.key = key;
    this.tables = makeEach<TableId, Table>(tables, (table) => makeTable(this, table, input));
    this.buckets = makeEach<BucketId, Bucket>(buckets, (bucket) => makeBucket(this, bucket, input));
    this.secret = makePurchaseIdSecret(this, stage, configuration, key);
    this.paymentKeys = makePaymentKeysSecret(this, stage, configuration, key);
    allowDistributions(this.buckets.flyers);
    // A creation that fails cannot delete a protected table: whatever else may fail comes first.
    const secrets = [this.secret, this.paymentKeys].filter((secret) => secret !== undefined);
    const others = [...Object.values(this.buckets), ...secrets];
    for (const table of Object.values(this.tables)) table.node.addDependency(...others);
  }
}
