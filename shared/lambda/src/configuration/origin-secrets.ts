import * as z from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import type { Environment } from './environment.ts';

/** Characters. Nobody tries that many out. */
const SHORTEST_SECRET = 32;

const Secrets = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(z.string().min(SHORTEST_SECRET)))
  .optional();

/**
 * `ORIGIN_SECRETS`: the values, separated by commas, that a request may prove its way with; several
 * while one takes over from another. Nothing when the variable is not set. Read by itself, since the
 * health function has nothing else to be set up.
 *
 * @throws ConfigurationError when it is set, and a value is empty or too short.
 */
export function originSecrets({ ORIGIN_SECRETS }: Environment): readonly string[] | undefined {
  const parsed = Secrets.safeParse(ORIGIN_SECRETS);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError('Missing or wrong in the environment: ORIGIN_SECRETS');
}
