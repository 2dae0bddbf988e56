import { Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { FlyersDistribution } from '../edge/flyers-distribution.ts';
import type { StageStackProps } from './stage-stack.ts';

type FlyersProps = StageStackProps & { readonly bucket: IBucket };

/**
 * Makes the URL below which browsers read flyers: of CloudFront, in the stack `id`, or of LocalStack,
 * which serves the bucket directly.
 */
export function makeFlyersUrl(scope: Construct, id: string, props: FlyersProps): string {
  switch (props.configuration.edge) {
    case 'deployed':
      return new FlyersStack(scope, id, props).url;
    case 'left-out':
      return `${findLocalEndpoint(scope)}/${props.bucket.bucketName}`;
  }
}

/**
 * CloudFront for the flyers. It is apart from the data, because CloudFront refuses accounts that AWS has
 * not verified, and apart from the edge, because the functions need its URL.
 */
class FlyersStack extends Stack {
  readonly url: string;

  constructor(scope: Construct, id: string, props: FlyersProps) {
    super(scope, id, props);
    this.url = new FlyersDistribution(this, 'Flyers', props).url;
  }
}

/** LocalStack's URL: `-c endpoint=…`, or the default of compose.yaml. */
const findLocalEndpoint = (scope: Construct): string => {
  const endpoint: unknown = scope.node.tryGetContext('endpoint');
  // Not the bucket's domain name, which LocalStack returns without its port.
  return typeof endpoint === 'string' ? endpoint : 'http://127.0.0.1:4566';
};
