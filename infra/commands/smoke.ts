import { Command, interruptible, Option, UsageError } from '@willcall/cli';
import { jsonOption, numberOption, required, requireOptions } from '@willcall/cli/options';
import { withClientToken } from '../src/smoke/granted-token.ts';
import { runSmoke, type SmokeOptions, type SmokeStep } from '../src/smoke/run-smoke.ts';

/** The options of the command line. */
export type SmokeArguments = {
  /** The origin of the URL. */
  readonly url: string;
  readonly token?: string;
  readonly adminToken?: string;
  readonly show?: string;
  readonly bus?: string;
  readonly timeout: number;
};

/** A new rule on a bus needs up to a minute to receive its first event. A cold stage adds seconds. */
const DEFAULT_TIMEOUT_SECONDS = 120;
const LONGEST_TIMEOUT_SECONDS = 3_600;

export const command = (): Command =>
  new Command()
    .description('Buys one ticket on any stage, as a buyer would, and cleans up.')
    .addOption(
      new Option('--url <url>', required("the API's URL, such as http://127.0.0.1:3000")).argParser(
        parseOrigin,
      ),
    )
    .option('--token <jwt>', "a buyer's access token, or set WILLCALL_TOKEN")
    .option(
      '--admin-token <jwt>',
      "an admin's token, to create the test show, or set WILLCALL_ADMIN_TOKEN",
    )
    .option(
      '--show <id>',
      'an existing show on sale, instead of a test show; the ticket is cancelled afterwards',
    )
    .option(
      '--bus <name>',
      "the stage's bus on AWS, in the region and account of the SDK's credentials (default: the local stack's bus)",
    )
    .addOption(
      numberOption('--timeout <seconds>', 'how long to wait for the decision and for the event', {
        least: 1,
        most: LONGEST_TIMEOUT_SECONDS,
      }).default(DEFAULT_TIMEOUT_SECONDS),
    )
    .addOption(jsonOption('prints one JSON object with the steps'))
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ url: '--url is required: the URL of the API.' }))
    .action(async ({ json, ...given }: SmokeArguments & { readonly json: boolean }) => {
      const options = resolveSmokeOptions(given, await withClientToken(process.env));
      if (json) return await printSmokeJson(options);
      await printSmoke(options);
      console.log('The smoke test passed.');
    });

const help = `
Example:
  npx --no-install willcall smoke --url http://127.0.0.1:3000 --token "$BUYER" --admin-token "$ADMIN"

The command creates a free show with one ticket, buys the ticket, polls as Retry-After says, repeats the
request with the same key, and waits for the purchase's event on the bus. Then it cancels and erases the
purchase and removes the show. The exit code is 1 if a step fails.

In a pipeline, set WILLCALL_TOKEN_URL, WILLCALL_CLIENT_ID and WILLCALL_CLIENT_SECRET. The command then
requests one token with the scopes willcall/buy and willcall/admin from that issuer.`;

/** Runs the smoke test and prints a line for each step that passed. @throws CommandError */
export const printSmoke = async (options: SmokeOptions): Promise<void> => {
  const print = ({ step, checked }: SmokeStep) => console.log(`${checked ? 'ok' : '--'}  ${step}`);
  await interruptible((interrupt) => runSmoke(options, print, interrupt));
};

const printSmokeJson = async (options: SmokeOptions): Promise<void> => {
  const steps: SmokeStep[] = [];
  let passed = false;
  try {
    const collect = (step: SmokeStep) => void steps.push(step);
    await interruptible((interrupt) => runSmoke(options, collect, interrupt));
    passed = true;
  } finally {
    console.log(JSON.stringify({ passed, steps }));
  }
};

/**
 * Combines the command line and the environment.
 *
 * @throws UsageError if a token is missing
 */
export const resolveSmokeOptions = (
  { url, show, bus, timeout, ...given }: SmokeArguments,
  environment: NodeJS.ProcessEnv,
): SmokeOptions => {
  // A pipeline sets an empty variable for a missing secret. It is not a token.
  const token = given.token ?? environment.WILLCALL_TOKEN;
  const adminToken = (given.adminToken ?? environment.WILLCALL_ADMIN_TOKEN) || undefined;
  if (!token)
    throw new UsageError("A buyer's token is required: use --token JWT or set WILLCALL_TOKEN.");
  if (adminToken === undefined && show === undefined) {
    throw new UsageError(
      "An admin's token or a show is required: use --admin-token JWT, set WILLCALL_ADMIN_TOKEN, or name a show on sale with --show ID.",
    );
  }
  return { origin: url, token, adminToken, show, bus, timeoutSeconds: timeout };
};

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Plain HTTP is allowed only on this machine, because it sends tokens unencrypted. */
const parseOrigin = (url: string): string => {
  if (!URL.canParse(url)) throw new UsageError(`--url ${url} is not a URL.`);
  const { protocol, hostname, pathname, origin } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname))) {
    throw new UsageError(`--url ${url} is not allowed: it must be https, or http on this machine.`);
  }
  if (pathname !== '/') {
    throw new UsageError(`--url ${url} is not allowed: it must not have a path.`);
  }
  return origin;
};
