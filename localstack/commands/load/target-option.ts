import { UsageError } from '@willcall/cli';

/** The target of a load: this machine, or the one address that the user named. */
export type TargetOption =
  | { readonly kind: 'local' }
  | { readonly kind: 'localstack' }
  | DeployedOption;

export type DeployedOption = {
  readonly kind: 'deployed';
  readonly url: string;
  /** Buyer tokens from the command line, or from a file with one per line. At least one. */
  readonly tokens: readonly string[];
  readonly tokensFile: string | undefined;
  readonly show:
    | { readonly kind: 'made'; readonly adminToken: string }
    | { readonly kind: 'named'; readonly showId: string };
};

type Credentials = Pick<DeployedOption, 'tokens' | 'tokensFile'> & {
  readonly adminToken: string | undefined;
  readonly showId: string | undefined;
};

/** @throws UsageError if the target is invalid, or a deployed target lacks a required option */
export const parseTarget = (text: string, credentials: Credentials): TargetOption => {
  if (text !== 'local' && text !== 'localstack') return parseDeployed(text, credentials);
  const { tokens, tokensFile, adminToken, showId } = credentials;
  if (tokens.length > 0 || tokensFile || adminToken || showId) {
    throw new UsageError(
      `--target ${text} creates its own tokens and show. Tokens and --show are for a deployed target only.`,
    );
  }
  return { kind: text };
};

const parseDeployed = (
  text: string,
  { tokens, tokensFile, adminToken, showId }: Credentials,
): DeployedOption => {
  const url = parseSafeOrigin(text);
  if (tokens.length === 0 && tokensFile === undefined) {
    throw new UsageError(`${url} requires a buyer's token: use --token or --tokens FILE.`);
  }
  if (showId !== undefined) {
    return { kind: 'deployed', url, tokens, tokensFile, show: { kind: 'named', showId } };
  }
  if (adminToken === undefined) {
    throw new UsageError(`${url} requires a show: use --show ID, or --admin-token to create one.`);
  }
  return { kind: 'deployed', url, tokens, tokensFile, show: { kind: 'made', adminToken } };
};

/** Tokens never cross the network unencrypted. */
const parseSafeOrigin = (text: string): string => {
  const url = URL.parse(text);
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1');
  if (url !== null && isSafe && url.pathname === '/' && url.search === '') return url.origin;
  throw new UsageError(
    `--target ${text} is not a target: use local, localstack, or the origin of a deployed stage, https://….`,
  );
};
