import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '@willcall/cli';
import { ApiError, type Client, openClient, type Token } from '@willcall/client/checked';
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

/** The target of a load. */
export type LoadTarget = {
  /** The API's origin. */
  readonly url: string;
  /** A description of the stack, for output. */
  readonly description: string;
  /** Whether the load generator and the target share a machine. */
  readonly isLocal: boolean;
  /** Never settles if this command did not start the stack. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** The show to buy from: created for this load, or named by the user. */
  openShow(name: string, tickets: number, signal: AbortSignal): Promise<ShowWithStock>;
  /** A token for each buyer. They are distinct if they can be signed here. */
  tokens(
    buyers: readonly string[],
    onProgress: (signed: number) => void,
    signal: AbortSignal,
  ): Promise<string[]>;
  /** Recomputes what was sold since the show was opened. */
  audit(show: ShowWithStock, say: (line: string) => void): Promise<LoadAudit>;
  /** Stops what this command started. Can be called again. */
  stop(): Promise<void>;
};

/** @throws LocalAwsError if the target is not running and cannot be started */
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

/** Uses the stack that `npm start` runs, or starts one for this load. */
const openLocalTarget = async (): Promise<LoadTarget> => makeLocalTarget(await openSaleStack());

/** A stack on this machine, with its signing key and its tables. */
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
 * A separate stage in LocalStack. Uses the one that AWS_ENDPOINT_URL names, or a running one, or
 * starts one with Docker and stops it at the end.
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

/** Milliseconds. The public view of a show is at most five seconds old. */
const COUNTERS_SETTLE_MS = 6_000;

/** The stage and the tokens that the user named. */
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
      // The records of an existing show include other sales.
      if (environment.PURCHASES_TABLE !== undefined && show.kind === 'made') {
        return await auditLoad(openSaleStore(environment, undefined), opened.showId, say);
      }
      await delay(COUNTERS_SETTLE_MS);
      return auditCounters(opened, await readShow(client, url, opened.showId));
    },
    stop: async () => client.close(),
  };
};

/** The public view of a show. @throws CommandError, ApiError, or the signal's reason */
const readShow = async (
  client: Client,
  url: string,
  showId: string,
  signal?: AbortSignal,
): Promise<ShowWithStock> =>
  (await expectAnswer(url, client.call('getShow', { path: { showId }, signal }))).body;

/** Waits for an answer of a stage that may not exist. */
const expectAnswer = <T>(url: string, answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
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
