import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/** What becomes of tables, flyers and keys when their stack goes. */
export const removalPolicy = ({
  protection,
}: Pick<StageConfiguration, 'protection'>): RemovalPolicy => {
  switch (protection.data) {
    case 'retain':
      return RemovalPolicy.RETAIN;
    case 'destroy':
      return RemovalPolicy.DESTROY;
  }
};
