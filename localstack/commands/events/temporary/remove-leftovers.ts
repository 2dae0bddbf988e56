import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { paginateListQueues } from '@aws-sdk/client-sqs';
import type { Connection } from '../../bus-connection.ts';
import { isLeftover, type Owner, TEMPORARY_PREFIX } from './owner-name.ts';
import { removeTemporary } from './remove-temporary.ts';

/**
 * Removes what runs that were killed have left behind.
 *
 * @returns the names removed
 * @throws errors of the SDK
 */
export const removeLeftovers = async (
  connection: Connection,
  here: Pick<Owner, 'machine'>,
  now: Date,
): Promise<string[]> => {
  const names = new Set([...(await rulesOf(connection)), ...(await queuesOf(connection))]);
  const leftovers = [...names].filter((name) => isLeftover(name, here, now));
  for (const name of leftovers) await removeTemporary(connection, name);
  return leftovers;
};

const rulesOf = async ({ eventBridge, bus: EventBusName }: Connection): Promise<string[]> => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await eventBridge.send(
      new ListRulesCommand({ EventBusName, NamePrefix: TEMPORARY_PREFIX, NextToken }),
    );
    names.push(...(page.Rules ?? []).flatMap(({ Name }) => Name ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
};

const queuesOf = async ({ sqs: client }: Connection): Promise<string[]> => {
  const names: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues(
    { client, pageSize: 1_000 },
    { QueueNamePrefix: TEMPORARY_PREFIX },
  )) {
    names.push(...QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1)));
  }
  return names;
};
