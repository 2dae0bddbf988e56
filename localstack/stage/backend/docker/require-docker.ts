import { LocalAwsError } from '../../../aws/local-aws-error.ts';
import { answersPing } from './answers-ping.ts';
import { dockerPlaces } from './docker-places.ts';

const WAYS_OUT =
  'start Docker, or name a running LocalStack by AWS_ENDPOINT_URL, or leave WILLCALL_BACKEND out to run without Docker';

/**
 * Looks for Docker, a second at most.
 *
 * @throws LocalAwsError DOCKER_MISSING in one sentence that says what to do
 */
export const requireDocker = async (
  environment: NodeJS.ProcessEnv,
  platform?: NodeJS.Platform,
): Promise<void> => {
  const tls = (environment.DOCKER_TLS_VERIFY ?? '') !== '';
  const places = dockerPlaces(environment, platform);
  const answers = await Promise.all(places.map((place) => answersPing(place, tls)));
  if (answers.includes(true)) return;
  const { DOCKER_HOST: named } = environment;
  const where = named === undefined || named === '' ? 'none answers' : `none answers at ${named}`;
  throw new LocalAwsError('DOCKER_MISSING', `LocalStack needs Docker, and ${where}: ${WAYS_OUT}.`);
};
