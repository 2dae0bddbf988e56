import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '@willcall/cli';
import { ApiError, type Client, openClient, type Token } from '@willcall/client';
import type { ShowWithStock } from '@willcall/contracts';
import type { Environment } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { LOCAL_REGION, localCredentials } from '../../aws/local-account.ts';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { chooseBackend } from '../../stage/backend/choose-backend.ts';
import { issueToken } from '../../stage/identity.ts';
import { openSaleStore } from '../connection.ts';
import { createShow, issueTokens } from '../sale/prepare-sale.ts';
import {
  expectLoopbackOrigin,
  openSaleStack,
  type SaleStack,
  startOwnStack,
} from '../sale/sale-stack.ts';
import { auditCounters, auditLoad, type LoadAudit } from './audit.ts';
import type { DeployedOption, TargetOption } from './target-option.ts';

/** What a load runs against. */
export type LoadTarget = {
  /** The API's origin. */
  readonly url: string;
  /** A description of the stack, for output. */
  readonly description: string;
  /** Whether the machine that makes the load also carries it. */
  readonly isLocal: boolean;
  /** Never settles for a stack that is not ours. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** The show to buy from, made for this load or named by the user. */
  openShow(name: string, tickets: number, signal: AbortSignal): Promise<ShowWithStock>;
  /** A token for each buyer: of their own, where they can be signed here. */
  tokens(
    buyers: readonly string[],
    onProgress: (signed: number) => void,
    signal: AbortSignal,
  ): Promise<string[]>;
  /** Recomputes what was sold since the show was opened. */
  audit(show: ShowWithStock, say: (line: string) => void): Promise<LoadAudit>;
  /** Stops what was started here. Can be called again. */
  stop(): Promise<void>;
};

/** @throws LocalAwsError when it is not there and cannot be started */
export const openTarget = async (option: TargetOption): Promise<LoadTarget> => {
  switch (option.kind) {
    case 'local':
      return await openLocalTarget();
    case 'localstack':
      return await openLocalStackTarget();
    case 'deployed':
      return await openDeployedTarget(option);
  }
};

/** The stack that `npm start` runs, or else one started for this load alone. */
const openLocalTarget = async (): Promise<LoadTarget> => makeLocalTarget(await openSaleStack());

/** A stack whose API is on this machine, whose key signs tokens, and whose tables are at hand. */
const makeLocalTarget = (stack: SaleStack): LoadTarget => {
  const url = expectLoopbackOrigin(stack.url);
  const client = openClient({ url });
  return {
    url,
    description: stack.description,
    isLocal: true,
    unexpectedEnd: stack.unexpectedEnd,
    openShow: async (name, tickets, signal) => {
      const token = await issueToken({ user: 'ops', admin: true });
      return await makeLoadShow(client, { name, tickets }, { token, signal });
    },
    tokens: issueTokens,
    audit: async ({ showId }, show) => {
      const database = {
        endpoint: stack.dynamodbEndpoint,
        region: LOCAL_REGION,
        credentials: localCredentials,
      };
      return await auditLoad(openStore(stack.tables, { client: database }), showId, show);
    },
    stop: async () => {
      client.close();
      await stack.stop();
    },
  };
};

/**
 * A stage of its own in LocalStack: the one that AWS_ENDPOINT_URL names, or that runs, or that is
 * started by Docker and stopped at the end.
 */
const openLocalStackTarget = async (
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LoadTarget> => {
  const choice = chooseBackend({ ...environment, WILLCALL_BACKEND: 'localstack' });
  return makeLocalTarget(await startOwnStack(choice, 'load'));
};

const makeLoadShow = (
  client: Client,
  show: { readonly name: string; readonly tickets: number },
  options: { readonly token: Token; readonly signal: AbortSignal },
): Promise<ShowWithStock> => createShow(client, { ...show, venue: 'Load test' }, options);

/** Milliseconds. A show that is read may be a second old; this is enough for that and for a poll. */
const COUNTERS_SETTLE_MS = 3_000;

/** The stage that the user named, with the tokens that the user gave. */
const openDeployedTarget = async (
  { url, tokens, tokensFile, show }: DeployedOption,
  environment: Environment = process.env,
): Promise<LoadTarget> => {
  const given = [...tokens, ...(tokensFile === undefined ? [] : await readTokens(tokensFile))];
  const client = openClient({ url });
  return {
    url,
    description: `the stage at ${url}`,
    isLocal: false,
    unexpectedEnd: new Promise(() => undefined),
    openShow: async (name, tickets, signal) =>
      show.kind === 'named'
        ? await readShow(client, url, show.showId, signal)
        : await expectAnswer(
            url,
            makeLoadShow(client, { name, tickets }, { token: show.adminToken, signal }),
          ),
    tokens: async () => given,
    audit: async (opened, say) => {
      // The records of a show that was there before are not of this load alone.
      if (environment.PURCHASES_TABLE !== undefined && show.kind === 'made') {
        return await auditLoad(openSaleStore(environment, undefined), opened.showId, say);
      }
      await delay(COUNTERS_SETTLE_MS);
      return auditCounters(opened, await readShow(client, url, opened.showId));
    },
    stop: async () => client.close(),
  };
};

/** A show as everybody sees it. @throws CommandError, ApiError, or the signal's reason */
const readShow = async (
  client: Client,
  url: string,
  showId: string,
  signal?: AbortSignal,
): Promise<ShowWithStock> =>
  (await expectAnswer(url, client.call('getShow', { path: { showId }, signal }))).body;

/** What is asked of a stage that may not be there. */
const expectAnswer = <T>(url: string, asked: Promise<T>): Promise<T> =>
  asked.catch((cause: unknown) => {
    if (!(cause instanceof ApiError) || cause.kind !== 'no-answer') throw cause;
    throw new CommandError(`${url} does not answer.`, { code: 'BACKEND_UNAVAILABLE', cause });
  });

const readTokens = async (file: string): Promise<string[]> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`--tokens ${file} cannot be read.`, { code: 'BAD_SETTING', cause });
  });
  const tokens = text.split('\n').flatMap((line) => line.trim() || []);
  if (tokens.length === 0)
    throw new CommandError(`--tokens ${file} contains no token.`, { code: 'BAD_SETTING' });
  return tokens;
};
