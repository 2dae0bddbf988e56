import { ProviderError } from '../errors.ts';
import type { TaskDependencies } from './dependencies.ts';
import type { SeenIntent } from './judge.ts';

type Asking = Pick<TaskDependencies, 'provider' | 'log' | 'measure'>;

/**
 * Asks the provider. Undefined if it does not answer, or refuses: whoever asked looks again later, so that an outage
 * of any length uses up no delivery of a message.
 */
export async function ask<T>(
  call: (provider: TaskDependencies['provider']) => Promise<T>,
  { provider, log, measure }: Asking,
): Promise<T | undefined> {
  try {
    return await call(provider);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    countFailure(error, measure);
    log.warn('The payment provider did not answer: it is asked again', { error });
    return undefined;
  }
}

/** By these, alarms tell an outage of the provider from a busy sale. */
function countFailure({ code }: ProviderError, measure: Asking['measure']): void {
  if (code === 'PROVIDER_UNAVAILABLE') measure.count('ProviderUnavailable');
  else if (code === 'RATE_LIMITED') measure.count('ProviderRateLimited');
  else measure.count('ProviderRefusals');
}

/** Reads an intent. */
export const seeIntent = async (id: string, asking: Asking): Promise<SeenIntent> => ({
  id,
  intent: await ask((provider) => provider.readIntent(id), asking),
});
