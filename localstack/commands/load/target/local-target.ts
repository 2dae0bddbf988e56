import { openStore } from '@willcall/store';
import { LOCAL_REGION, localCredentials } from '../../../aws/local-account.ts';
import { issueToken } from '../../../stage/identity.ts';
import { loopbackOrigin, openSaleStack, type SaleStack } from '../../sale/sale-stack.ts';
import { makeShow } from '../api/show-api.ts';
import { auditLoad } from '../audit/audit-records.ts';
import type { LoadTarget } from './load-target.ts';
import { signTokens } from './sign-tokens.ts';

/** The stack that `npm start` runs, or else one started for this load alone. */
export const openLocalTarget = async (): Promise<LoadTarget> => localTarget(await openSaleStack());

/** A stack whose API is on this machine, whose key signs tokens, and whose tables are at hand. */
export const localTarget = (stack: SaleStack): LoadTarget => {
  const url = loopbackOrigin(stack.url);
  return {
    url,
    description: stack.description,
    isLocal: true,
    unexpectedEnd: stack.unexpectedEnd,
    openShow: async (name, tickets, signal) => {
      const adminToken = await issueToken({ user: 'ops', admin: true });
      return await makeShow(url, adminToken, { name, tickets }, signal);
    },
    tokens: signTokens,
    audit: async ({ showId }, show) => {
      const client = {
        endpoint: stack.dynamodbEndpoint,
        region: LOCAL_REGION,
        credentials: localCredentials,
      };
      return await auditLoad(openStore(stack.tables, { client }), showId, show);
    },
    stop: stack.stop,
  };
};
