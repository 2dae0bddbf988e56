import { inASentence } from '../../cli/connection/in-a-sentence.ts';
import type { Connection } from '../bus-connection.ts';
import { makeSubscription } from './make-subscription.ts';
import type { SubscribeOptions } from './options.ts';
import { printedRemoval, printedSubscription } from './printed-subscription.ts';
import { removeSubscription } from './remove-subscription.ts';

/**
 * Makes or removes a subscription; what is to be printed.
 *
 * @throws LocalAwsError in a sentence when AWS is out of reach, or refuses, such as a bad pattern.
 */
export const runSubscribe = async (
  connection: Connection,
  options: SubscribeOptions,
): Promise<string> => {
  try {
    switch (options.kind) {
      case 'make':
        return printedSubscription(
          options,
          await makeSubscription(connection, options, options.pattern),
        );
      case 'remove':
        return printedRemoval(options, await removeSubscription(connection, options));
    }
  } catch (error) {
    throw inASentence(error);
  }
};
