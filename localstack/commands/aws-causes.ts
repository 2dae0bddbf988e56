/** Why AWS did not do what a command asked, and what the user can do. */
type AwsCause = {
  /** Matches the name, the code or the message of the error. */
  readonly known: RegExp;
  /** @param said what AWS said, without its last full stop */
  readonly explain: (said: string) => string;
};

/** The first match counts. */
const awsCauses: readonly AwsCause[] = [
  {
    known: /CredentialsProviderError|could not load credentials/i,
    explain: () =>
      'the AWS SDK found no credentials. Sign in, for example with aws sso login, or set AWS_PROFILE.',
  },
  {
    known: /ExpiredToken|RequestExpired|token (has|is) expired/i,
    explain: () => 'the credentials have expired. Sign in again.',
  },
  {
    known: /UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|Signature/,
    explain: () =>
      'AWS does not accept the credentials. Check AWS_PROFILE, or the keys in the environment.',
  },
  {
    known: /AccessDenied|not authorized to perform/i,
    explain: (said) => `the credentials lack a permission (${said}). Use a role that has it.`,
  },
  {
    known: /ResourceNotFound|QueueDoesNotExist|NonExistentQueue/,
    explain: (said) =>
      `it does not exist there (${said}). Check the names of tables and queues, AWS_REGION and the account.`,
  },
  {
    known: /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|SlowDown/,
    explain: () => 'AWS limits the rate of requests. Try again in a minute.',
  },
  {
    known: /region is missing/i,
    explain: () => 'no region is set. Set AWS_REGION.',
  },
  {
    known:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|TimeoutError/,
    explain: (said) =>
      `it cannot be reached (${said}). Check the network, AWS_REGION and AWS_ENDPOINT_URL, then try again.`,
  },
];

/** Explains the innermost error that says something. The text continues a sentence, and ends one. */
export const explainAwsCause = (error: unknown): string => {
  const chain = listCauses(error);
  for (const { known, explain } of awsCauses) {
    const found = chain.find((each) => known.test(describe(each)));
    if (found !== undefined) return explain(formatOneLine(found));
  }
  const last = chain.at(-1);
  return last === undefined
    ? 'it did not say why. Try again.'
    : `${formatOneLine(last)}. Try again.`;
};

/** Whether nothing listens where the error comes from. */
export const isUnreachable = (error: unknown): boolean =>
  listCauses(error).some((each) =>
    /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up/.test(describe(each)),
  );

const listCauses = (error: unknown): Error[] =>
  error instanceof Error ? [error, ...listCauses(error.cause)] : [];

const codeOf = (error: Error): string => String(Reflect.get(error, 'code') ?? '');

const describe = (error: Error): string => `${error.name} ${codeOf(error)} ${error.message}`;

/** One line without its last full stop. The SDK's connection errors have a code but no message. */
const formatOneLine = (error: Error): string => {
  const said = error.message || codeOf(error) || error.name;
  return said.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
};
