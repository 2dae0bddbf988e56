import type { StageName } from '@willcall/topology';
import { Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

type OriginSecretsProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'firewall' | 'domain' | 'originSecrets'>;
  readonly key?: IKey | undefined;
};

/** What the distribution proves itself with to the functions behind the HTTP API. */
type OriginSecrets = {
  /**
   * For the environment of every function with a route, resolved when they are deployed: no call at a
   * start, and readable to whoever may read a function's configuration, who could invoke it anyway.
   */
  readonly environment: { readonly ORIGIN_SECRETS: string };
  /** The one that the distribution sends: the last. */
  readonly current: Secret;
};

/** Characters, of letters and digits: about 380 bits. */
const SECRET_LENGTH = 64;

/** Without a number in the configuration. */
const FIRST_ONLY: readonly number[] = [1];

/**
 * The origin secrets of a stage with a front; nothing elsewhere. They live with the functions, in a
 * stack that is deployed before the distribution's.
 *
 * To change one, without a request lost: `originSecrets: [1, 2]` and deploy, so that the functions take
 * both before the distribution sends the second; then `[2]` and deploy again. A new value in the same
 * secret would not do: CloudFormation does not look at it until a template changes.
 */
export function makeOriginSecrets(
  scope: Construct,
  { stage, configuration, key }: OriginSecretsProps,
): OriginSecrets | undefined {
  if (!hasDistribution(configuration)) return undefined;
  const secrets = (configuration.originSecrets ?? FIRST_ONLY).map((number) =>
    makeSecret(scope, number, { stage, key }),
  );
  const current = secrets.at(-1);
  if (current === undefined) throw new Error(`The front of ${stage} has no origin secret`);
  const values = secrets.map(({ secretValue }) => secretValue.unsafeUnwrap());
  return { environment: { ORIGIN_SECRETS: values.join(',') }, current };
}

function makeSecret(
  scope: Construct,
  number: number,
  { stage, key }: Pick<OriginSecretsProps, 'stage' | 'key'>,
): Secret {
  const secret = new Secret(scope, `OriginSecret${number}`, {
    secretName: `willcall-${stage}-origin-${number}`,
    description: 'Sent by CloudFront to the HTTP API, which answers nobody else',
    generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
    ...(key === undefined ? {} : { encryptionKey: key }),
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'Distribution and functions must change together: it is changed by a number in the configuration and two deployments',
  });
  return secret;
}

/**
 * Whether CloudFront stands before the API, and the API's own address is closed: where the stage has a
 * firewall or a name of its own. Elsewhere it would only be one more hop, and its secret a monthly price.
 */
export const hasDistribution = ({
  firewall,
  domain,
}: Pick<StageConfiguration, 'firewall' | 'domain'>): boolean =>
  firewall !== undefined || domain !== undefined;
