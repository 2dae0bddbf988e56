import { auditShow, openStore, type ShowAudit, StoreError } from '@willcall/store';
import { LOCAL_REGION, localCredentials } from '../../aws/local-account.ts';
import { LocalAwsError } from '../../aws/local-aws-error.ts';
import { loopbackOrigin } from '../../cli/stack/loopback-origin.ts';
import type { DemoStack } from '../demo-stack.ts';

/**
 * Recomputes the sale from the stack's tables, past the API that sold it.
 *
 * @throws LocalAwsError when the tables cannot be read
 */
export const auditSale = async (
  { dynamodbEndpoint, tables }: DemoStack,
  showId: string,
  onProgress: (scanned: number) => void,
): Promise<ShowAudit> => {
  const client = {
    endpoint: loopbackOrigin(dynamodbEndpoint),
    region: LOCAL_REGION,
    credentials: localCredentials,
  };
  try {
    return await auditShow(openStore(tables, { client }), showId, {
      onProgress: ({ scanned }) => onProgress(scanned),
    });
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    const message = `The sale cannot be audited: ${cause.message}.`;
    throw new LocalAwsError('BACKEND_UNAVAILABLE', message, { cause });
  }
};
