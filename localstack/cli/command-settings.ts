import { ConfigurationError, type Environment, readEnvironment } from '@willcall/lambda';
import type * as z from 'zod';
import { BadSettingError } from '../aws/local-aws-error.ts';

/**
 * The variables that a command reads, and those that all of them read.
 *
 * @throws BadSettingError in a sentence that names all that is missing
 */
export const commandSettings = <Shape extends z.ZodRawShape>(
  variables: Shape,
  environment: Environment,
) => {
  try {
    return readEnvironment(variables, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new BadSettingError(`${error.message}.`);
    throw error;
  }
};
