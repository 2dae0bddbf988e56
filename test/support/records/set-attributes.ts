import { UpdateCommand } from '@aws-sdk/lib-dynamodb';

/** Sets attributes of an item, past every rule of the program, and removes those that are undefined. */
export function setAttributes(
  TableName: string,
  key: Readonly<Record<string, string>>,
  change: Readonly<Record<string, unknown>>,
): UpdateCommand {
  const names = Object.keys(change);
  const sets = names.filter((name) => change[name] !== undefined);
  const removes = names.filter((name) => change[name] === undefined);
  return new UpdateCommand({
    TableName,
    Key: { ...key },
    UpdateExpression: [
      ...(sets.length === 0 ? [] : [`SET ${sets.map((name) => `#${name} = :${name}`).join(', ')}`]),
      ...(removes.length === 0 ? [] : [`REMOVE ${removes.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ...(sets.length === 0
      ? {}
      : {
          ExpressionAttributeValues: Object.fromEntries(
            sets.map((name) => [`:${name}`, change[name]]),
          ),
        }),
  });
}
