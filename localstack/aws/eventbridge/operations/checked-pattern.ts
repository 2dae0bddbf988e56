import { EventsError } from '../events-error.ts';
import type { EventPattern } from '../pattern/event-pattern.ts';
import { InvalidPatternError } from '../pattern/invalid-pattern-error.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';

/**
 * Reads a pattern out of a request.
 * @throws EventsError InvalidEventPatternException
 */
export const checkedPattern = (text: string): EventPattern => {
  try {
    return parsePattern(text);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new EventsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
      { cause: error },
    );
  }
};
