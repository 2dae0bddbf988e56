import type { StageName } from '@willcall/topology';
import { SecretValue, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

type OriginSecretsProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'firewall' | 'domain' | 'originSecrets'>;
  readonly key?: IKey | undefined;
};

/** The secrets by which the functions recognize requests of the distribution. */
type OriginSecrets = {
  /**
   * Goes into the environment of every function with a route, and is resolved at deployment, which saves
   * a call at each cold start. Anyone who may read a function's configuration can read it.
   */
  readonly environment: { readonly ORIGIN_SECRETS: string };
  /**
   * The value of the last secret, which the distribution sends. It names the secret, because nothing
   * documents that a dynamic reference may contain an output of another stack.
   */
  readonly current: SecretValue;
};

/** Letters and digits, about 380 bits. */
const SECRET_LENGTH = 64;

/** The default of the configuration. */
const FIRST_ONLY: readonly number[] = [1];

/**
 * Makes the origin secrets of a stage whose API has a distribution; undefined for other stages. They are
 * in the functions' stack, which is deployed before the distribution's.
 *
 * To change the secret without failed requests, deploy `originSecrets: [1, 2]`: the functions accept both
 * before the distribution sends the second. Then deploy `[2]`. A new value in the same secret has no
 * effect, because CloudFormation reads it only if a template changes.
 */
export function makeOriginSecrets(
  scope: Construct,
  { stage, configuration, key }: OriginSecretsProps,
): OriginSecrets | undefined {
  if (!hasDistribution(configuration)) return undefined;
  const numbers = configuration.originSecrets ?? FIRST_ONLY;
  const last = numbers.at(-1);
  if (last === undefined)
    throw new Error(`The API distribution of stage ${stage} has no origin secret`);
  const secrets = numbers.map((number) => makeSecret(scope, number, { stage, key }));
  const values = secrets.map(({ secretValue }) => secretValue.unsafeUnwrap());
  return {
    environment: { ORIGIN_SECRETS: values.join(',') },
    current: SecretValue.secretsManager(nameSecret(stage, last)),
  };
}

const nameSecret = (stage: StageName, number: number): string =>
  `willcall-${stage}-origin-${number}`;

function makeSecret(
  scope: Construct,
  number: number,
  { stage, key }: Pick<OriginSecretsProps, 'stage' | 'key'>,
): Secret {
  const secret = new Secret(scope, `OriginSecret${number}`, {
    secretName: nameSecret(stage, number),
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
 * Whether the API has a CloudFront distribution and its own URL is closed: if the stage has a firewall
 * or a domain name. Without these, CloudFront is only one more hop, and its secret a monthly price.
 */
export const hasDistribution = ({
  firewall,
  domain,
}: Pick<StageConfiguration, 'firewall' | 'domain'>): boolean =>
  firewall !== undefined || domain !== undefined;
