import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from '@willcall/store';

/** Lets a show begin: it started a minute ago. */
export const beginShow = (store: Store, showId: string) =>
  store.documents.send(
    new UpdateCommand({
      TableName: store.tables.shows,
      Key: { showId },
      UpdateExpression: 'SET startsAt = :past',
      ExpressionAttributeValues: { ':past': new Date(Date.now() - 60_000).toISOString() },
    }),
  );
