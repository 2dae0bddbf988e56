import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '@willcall/lambda';
import { BadSettingError } from '../../../aws/local-aws-error.ts';
import { openSaleStore } from '../../../cli/open-sale-store.ts';
import { makeShow, readShow } from '../api/show-api.ts';
import { auditOfCounters } from '../audit/audit-of-counters.ts';
import { auditLoad } from '../audit/audit-records.ts';
import type { LoadTarget } from './load-target.ts';
import type { DeployedOption } from './target-option.ts';

/** Milliseconds. A show that is read may be a second old; this is enough for that and for a poll. */
const COUNTERS_SETTLE_MS = 3_000;

/** The stage that the user named, with the tokens that the user gave. */
export const openDeployedTarget = async (
  { url, tokens, tokensFile, show }: DeployedOption,
  environment: Environment = process.env,
): Promise<LoadTarget> => {
  const given = [...tokens, ...(tokensFile === undefined ? [] : await tokensIn(tokensFile))];
  const { signal } = new AbortController();
  return {
    url,
    description: `the stage at ${url}`,
    isLocal: false,
    unexpectedEnd: new Promise(() => undefined),
    openShow: async (name, tickets, until) =>
      show.kind === 'named'
        ? await readShow(url, show.showId, until)
        : await makeShow(url, show.adminToken, { name, tickets }, until),
    tokens: async () => given,
    audit: async (opened, say) => {
      // The records of a show that was there before are not of this load alone.
      if (environment.PURCHASES_TABLE !== undefined && show.kind === 'made') {
        return await auditLoad(openSaleStore(environment, undefined), opened.showId, say);
      }
      await delay(COUNTERS_SETTLE_MS);
      return auditOfCounters(opened, await readShow(url, opened.showId, signal));
    },
    stop: async () => undefined,
  };
};

const tokensIn = async (file: string): Promise<string[]> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadSettingError(`--tokens ${file} cannot be read.`, { cause });
  });
  const tokens = text.split('\n').flatMap((line) => line.trim() || []);
  if (tokens.length === 0) throw new BadSettingError(`--tokens ${file} has no token in it.`);
  return tokens;
};
