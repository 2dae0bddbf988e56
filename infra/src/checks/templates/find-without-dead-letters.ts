import { objectsIn, resourcesOf, type StackTemplate, textsIn } from './stack-template.ts';

/** Where CloudFormation is told of a place for what failed. */
const FAILURE_PLACES: ReadonlySet<string> = new Set([
  'RedrivePolicy',
  'DeadLetterConfig',
  'DeadLetterQueueConfig',
  'DestinationConfig',
]);

/**
 * Queues that have no dead letters, and are not the last place for the failures of others either.
 *
 * @param lastPlaces parts of the names of queues that a person empties, such as `-parked-`
 */
export const findWithoutDeadLetters = (
  templates: readonly StackTemplate[],
  lastPlaces: readonly string[],
): string[] => {
  const takeFailures = failurePlaces(templates);
  return resourcesOf(templates, 'AWS::SQS::Queue').flatMap(({ place, logicalId, Properties }) => {
    const name = textsIn(Properties?.QueueName).join('');
    const isFine =
      Properties?.RedrivePolicy !== undefined ||
      takeFailures.some((text) => text.includes(logicalId)) ||
      lastPlaces.some((part) => name.includes(part));
    return isFine ? [] : place;
  });
};

/** Rules, schedules and uploads that could lose an event of which the target is out of order. */
export const findTargetsWithoutDeadLetters = (templates: readonly StackTemplate[]): string[] =>
  resourcesOf(templates, 'AWS::Events::Rule', 'AWS::Scheduler::Schedule').flatMap(
    ({ place, Properties }) => {
      const targets = [...list(Properties?.Targets), ...list(Properties?.Target)];
      return targets.every((target) => 'DeadLetterConfig' in target) ? [] : place;
    },
  );

const failurePlaces = (templates: readonly StackTemplate[]): string[] =>
  resourcesOf(templates).flatMap(({ Properties }) =>
    objectsIn(Properties).flatMap((each) =>
      Object.entries(each).flatMap(([key, value]) =>
        FAILURE_PLACES.has(key) ? textsIn(value) : [],
      ),
    ),
  );

const list = (value: unknown): Readonly<Record<string, unknown>>[] => {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as Readonly<Record<string, unknown>>[];
};
