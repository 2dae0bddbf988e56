import { CommandError } from '@willcall/cli';
import { openClient } from '@willcall/client/checked';
import { known } from '@willcall/contracts';
import {
  auditShow,
  openStore,
  type ShowAudit,
  type ShowAuditOptions,
  StoreError,
} from '@willcall/store';
import { LOCAL_REGION, localCredentials } from '../../aws/local-account.ts';
import { issueToken } from '../../stage/identity.ts';
import { explainAwsCause } from '../aws-causes.ts';
import { createShow, issueTokens } from '../sale/prepare-sale.ts';
import { expectLoopbackOrigin, type SaleStack } from '../sale/sale-stack.ts';
import { type DemoReport, makeDemoReport } from './report.ts';
import { chooseQuantities, type DemoOptions, sell } from './sell.ts';

const MS_PER_SECOND = 1_000;

/** The stack that sells. */
export type DemoStack = Pick<SaleStack, 'url' | 'dynamodbEndpoint' | 'tables'>;

export type DemoRun = {
  /** Called with a line whenever something has happened. */
  readonly onProgress?: (line: string) => void;
  /** Called before the sale. */
  readonly onShow?: (showId: string) => void;
  readonly signal: AbortSignal;
};

/** Runs a whole demo on a stack: show, buyers, sale, audit. @throws the signal's reason */
export const runDemo = async (
  stack: DemoStack,
  options: DemoOptions,
  { onProgress = () => undefined, onShow = () => undefined, signal }: DemoRun,
): Promise<DemoReport> => {
  const { tickets, buyers: number, timeout } = options;
  const client = openClient({ url: expectLoopbackOrigin(stack.url) });
  try {
    const token = await issueToken({ user: 'ops', admin: true });
    const show = { name: `Demo sale of ${tickets} tickets`, venue: 'Old Opera House', tickets };
    const { showId } = await createShow(client, show, { token, signal });
    onShow(showId);
    const names = Array.from({ length: number }, (_, index) => `demo-buyer-${index + 1}`);
    const tokens = await issueTokens(
      names,
      (signed) => onProgress(`tokens signed ${signed}/${number}`),
      signal,
    );
    const quantities = chooseQuantities(options);
    const timeIsUp = AbortSignal.timeout(timeout * MS_PER_SECOND);
    const sale = await sell(
      client,
      showId,
      names.map((name, index) => ({
        name,
        token: known(tokens[index], 'token'),
        quantity: known(quantities[index], 'quantity'),
      })),
      ({ accepted, decided, sold }) =>
        onProgress(`accepted ${accepted}/${number}  decided ${decided}  sold ${sold}/${tickets}`),
      AbortSignal.any([signal, timeIsUp]),
    );
    signal.throwIfAborted();
    const audit = await auditSale(stack, showId, {
      onProgress: ({ scanned }) => onProgress(`records audited ${scanned}`),
    });
    return makeDemoReport(options, sale, audit);
  } catch (error) {
    // The signal's reason explains the error.
    signal.throwIfAborted();
    throw error;
  } finally {
    client.close();
  }
};

/**
 * Recomputes the sale from the stack's tables, not through the API that sold it.
 *
 * @throws CommandError if the tables cannot be read
 */
export const auditSale = async (
  { dynamodbEndpoint, tables }: DemoStack,
  showId: string,
  options: ShowAuditOptions,
): Promise<ShowAudit> => {
  const client = {
    endpoint: expectLoopbackOrigin(dynamodbEndpoint),
    region: LOCAL_REGION,
    credentials: localCredentials,
  };
  try {
    return await auditShow(openStore(tables, { client }), showId, options);
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    const message = `The audit failed: ${cause.message}: ${explainAwsCause(cause.cause)}`;
    throw new CommandError(message, { code: 'BACKEND_UNAVAILABLE', cause });
  }
};
