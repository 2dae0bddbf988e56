import { SQSClient } from '@aws-sdk/client-sqs';
import { CommandError } from '@willcall/cli';

/**
 * Finds the region to work in, and checks that there are credentials. The first AWS call shows whether
 * they are valid.
 *
 * @param wanted overrides the region of the environment and the shared configuration
 * @throws CommandError that says what to do if there are no credentials, or no region
 */
export const regionWithCredentials = async (wanted: string | undefined): Promise<string> => {
  const client = new SQSClient(wanted === undefined ? {} : { region: wanted });
  try {
    await client.config.credentials().catch((cause: unknown) => {
      throw new CommandError(
        'No AWS credentials were found. Sign in with aws sso login (or aws configure), set AWS_PROFILE, and try again.',
        { cause },
      );
    });
    return await client.config.region().catch((cause: unknown) => {
      throw new CommandError(
        'A region is required: use --region, such as --region eu-central-1, or set AWS_REGION.',
        { cause },
      );
    });
  } finally {
    client.destroy();
  }
};
