import { parseArgs } from 'node:util';
import { CommandError } from '../command/command-error.ts';

export type SmokeOptions = {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly token: string;
  readonly adminToken: string | undefined;
  readonly show: string | undefined;
  readonly bus: string | undefined;
  /** For a decision, and for an event. */
  readonly timeoutSeconds: number;
};

/** A new rule on a bus takes up to a minute to see its first event; a cold stage some seconds more. */
const DEFAULT_TIMEOUT_SECONDS = 120;
const LONGEST_TIMEOUT_SECONDS = 3_600;

/**
 * What the command line of `npm run smoke` asks for.
 *
 * @throws CommandError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const smokeOptions = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): SmokeOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      token: { type: 'string', default: environment.WILLCALL_TOKEN },
      'admin-token': { type: 'string', default: environment.WILLCALL_ADMIN_TOKEN },
      show: { type: 'string' },
      bus: { type: 'string' },
      timeout: { type: 'string', default: String(DEFAULT_TIMEOUT_SECONDS) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { url, token, 'admin-token': adminToken, show, bus } = values;
  if (url === undefined) throw new CommandError('Name the API: --url URL.');
  if (!token) throw new CommandError("Give a buyer's token: --token JWT, or WILLCALL_TOKEN.");
  if (!adminToken && show === undefined) {
    throw new CommandError(
      'Give an admin token to make a test show with (--admin-token JWT, or WILLCALL_ADMIN_TOKEN), or name a show that is on sale: --show ID.',
    );
  }
  const timeoutSeconds = seconds(values.timeout);
  return {
    origin: originOf(url),
    token,
    adminToken: adminToken || undefined,
    show,
    bus,
    timeoutSeconds,
  };
};

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Tokens are sent in clear only to this machine. */
const originOf = (url: string): string => {
  if (!URL.canParse(url)) throw new CommandError(`--url ${url} is no address.`);
  const { protocol, hostname, pathname, origin } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname))) {
    throw new CommandError(
      `--url ${url} cannot be used: it must be https, or http on this machine.`,
    );
  }
  if (pathname !== '/') {
    throw new CommandError(
      `--url ${url} cannot be used: it must end with the host, without a path.`,
    );
  }
  return origin;
};

const seconds = (text: string): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= LONGEST_TIMEOUT_SECONDS) return value;
  throw new CommandError(
    `--timeout ${text} cannot be used: it must be a whole number from 1 to ${LONGEST_TIMEOUT_SECONDS}.`,
  );
};
