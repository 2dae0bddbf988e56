import { isCdkOwn } from './cdk-own.ts';
import { resourcesOf, type StackTemplate, textsIn } from './stack-template.ts';

/**
 * Functions of which the log would be kept for ever, since Lambda makes a log group without an end for
 * a function that has none; and log groups without an end.
 */
export const findWithoutLogGroup = (templates: readonly StackTemplate[]): string[] => {
  const groups = resourcesOf(templates, 'AWS::Logs::LogGroup');
  const ending = groups.filter(({ Properties }) => Properties?.RetentionInDays !== undefined);
  const known = ending.flatMap(({ logicalId, Properties }) => [
    logicalId,
    textsIn(Properties?.LogGroupName).join(''),
  ]);
  const functions = resourcesOf(templates, 'AWS::Lambda::Function').flatMap(
    ({ place, Properties }) => {
      if (isCdkOwn(place)) return [];
      const { LogGroup } = (Properties?.LoggingConfig ?? {}) as { LogGroup?: unknown };
      const own = `/aws/lambda/${textsIn(Properties?.FunctionName).join('')}`;
      const named = LogGroup === undefined ? [own] : textsIn(LogGroup);
      return named.some((text) => known.some((group) => group !== '' && text.includes(group)))
        ? []
        : place;
    },
  );
  return [...functions, ...groups.flatMap((group) => (ending.includes(group) ? [] : group.place))];
};
