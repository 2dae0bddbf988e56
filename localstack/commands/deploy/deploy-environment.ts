import { LOCAL_REGION, localCredentials } from '../../aws/local-account.ts';

/** What would lead the CDK to somebody's real account. */
const LEFT_OUT = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_CONFIG_FILE'];

/**
 * The environment in which the CDK's command finds LocalStack, and only that: its endpoint, credentials
 * that no account has, and no profile. An address of digits also makes S3's paths plain, without a
 * bucket's own host name, which would have to be resolved.
 */
export const deployEnvironment = (
  environment: NodeJS.ProcessEnv,
  endpoint: string,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !LEFT_OUT.includes(name))),
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
});
