import { known } from '@willcall/contracts';

/** The apps with which people sign in: buyers with one, organisers with the other. */
export type ClientName = 'buyers' | 'staff';

/** How an issuer signs people in, by OAuth's code flow with PKCE (RFC 7636). */
export type IssuerSettings = {
  /** Where people sign in. A query that it has is kept. */
  readonly authorizationUrl: string;
  /** Must answer pages of other origins (CORS). */
  readonly tokenUrl: string;
  /** Where a sign-out revokes the refresh token (RFC 7009). Default: it ends by itself. */
  readonly revocationUrl?: string;
  /** Where a sign-out ends the issuer's own session. Default: it ends by itself. */
  readonly signOut?: {
    readonly url: string;
    /** The parameter with the address to come back to, e.g. `post_logout_redirect_uri`. */
    readonly returnParameter: string;
  };
  /** Public clients, without a secret. */
  readonly clients: Readonly<
    Record<ClientName, { readonly id: string; readonly scopes: readonly string[] }>
  >;
};

/** Who signs people in on a deployed stage. */
export type Issuer = IssuerSettings & {
  /** Its ID tokens must have exactly this `iss`. */
  readonly identifier: string;
};

/** Who takes the money of shows that are paid for. */
export type PaymentSettings = {
  readonly provider: 'stripe';
  /** The address of a local Stripe, for the page's form with its test methods. Default: Stripe, with its own form. */
  readonly endpoint?: string | undefined;
};

/** What differs between the stages that serve the page: `/app/config.json`. None of it is a secret. */
export type PageConfiguration = {
  /** `npm start` signs anybody in under any name. A deployed stage has an issuer. */
  readonly signIn: { readonly kind: 'runner' } | ({ readonly kind: 'issuer' } & Issuer);
  /** The address below which flyers are read. */
  readonly flyersUrl: string;
  /** Default: the stage takes no payments. */
  readonly payments?: PaymentSettings | undefined;
};

const PATH = '/app/config.json';

/** Milliseconds. It is a small file. */
const TIMEOUT_MS = 15_000;

let configuration: PageConfiguration | undefined;

/**
 * Reads the configuration. Nothing of the page works without it.
 *
 * @throws TypeError, SyntaxError or DOMException if there is no answer, or none of this form
 */
export async function loadConfiguration(): Promise<PageConfiguration> {
  const response = await fetch(PATH, {
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const read: unknown = await response.json();
  if (!response.ok || !isConfiguration(read)) {
    throw new TypeError(`${PATH} is no configuration of the page`);
  }
  configuration = read;
  return read;
}

export const readConfiguration = (): PageConfiguration => known(configuration, 'configuration');

/** Whether `npm start` serves the page, which can then ask it for tokens and demo sales. */
export const hasRunner = (): boolean => readConfiguration().signIn.kind === 'runner';

/** Whether shows of this stage can be paid for. */
export const takesPayments = (): boolean => readConfiguration().payments !== undefined;

const isConfiguration = (value: unknown): value is PageConfiguration => {
  const { signIn, flyersUrl, payments }: Partial<Record<string, unknown>> = Object(value);
  const { kind, clients, ...issuer }: Partial<Record<string, unknown>> = Object(signIn);
  if (typeof flyersUrl !== 'string' || !isPayments(payments)) return false;
  if (kind === 'runner') return true;
  const { identifier, authorizationUrl, tokenUrl } = issuer;
  const isIssuer = [identifier, authorizationUrl, tokenUrl].every((x) => typeof x === 'string');
  return kind === 'issuer' && isIssuer && isClient(clients, 'buyers') && isClient(clients, 'staff');
};

const isPayments = (payments: unknown): boolean => {
  const { provider, endpoint = '' }: Partial<Record<string, unknown>> = Object(payments);
  return payments === undefined || (provider === 'stripe' && typeof endpoint === 'string');
};

const isClient = (clients: unknown, name: ClientName): boolean => {
  const { id, scopes }: Partial<Record<string, unknown>> = Object(Object(clients)[name]);
  return typeof id === 'string' && Array.isArray(scopes);
};
