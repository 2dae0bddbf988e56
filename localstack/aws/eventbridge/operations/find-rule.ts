import { busName } from '../../clients/event-arns.ts';
import { EventsError } from '../events-error.ts';
import type { Rule } from '../rules/rule.ts';
import type { EventsContext } from './operation.ts';

/**
 * The name of a bus that is there.
 * @throws EventsError ResourceNotFoundException
 */
export const findBus = ({ buses }: EventsContext, nameOrArn: string | undefined): string => {
  const bus = busName(nameOrArn);
  if (buses.has(bus)) return bus;
  throw new EventsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
};

/**
 * A rule that is there.
 * @throws EventsError ResourceNotFoundException
 */
export const findRule = (
  context: EventsContext,
  nameOrArn: string | undefined,
  name: string,
): Rule => {
  const bus = findBus(context, nameOrArn);
  const rule = context.rules.find(bus, name);
  if (rule !== undefined) return rule;
  throw new EventsError(
    'ResourceNotFoundException',
    `Rule ${name} does not exist on EventBus ${bus}.`,
  );
};
