import type { Issuer, PaymentSettings } from './page/api/configuration.ts';

/** The other origins that the page needs, e.g. `https://flyers.example`. */
export type PageOrigins = {
  /** Where it reads flyers. */
  readonly images: readonly string[];
  /** Where it sends requests: the bucket that takes uploads, whoever signs people in, and the payment provider. */
  readonly connections: readonly string[];
  /** Whose scripts it runs, and whose pages it frames: those of the payment provider. Default: none. */
  readonly scripts?: readonly string[];
  readonly frames?: readonly string[];
};

/** Makes the page's Content-Security-Policy: no inline script or style, and no origin but its own and these. */
export const makeSecurityPolicy = ({
  images,
  connections,
  scripts = [],
  frames = [],
}: PageOrigins): string =>
  [
    "default-src 'none'",
    `script-src ${["'self'", ...scripts].join(' ')}`,
    "style-src 'self'",
    // A blob is the preview of a flyer.
    `img-src ${["'self'", ...images, 'blob:'].join(' ')}`,
    `connect-src ${["'self'", ...connections].join(' ')}`,
    ...(frames.length === 0 ? [] : [`frame-src ${frames.join(' ')}`]),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Keeps a page that the box office was opened from apart from it. */
export const OPENER_POLICY = {
  header: 'cross-origin-opener-policy',
  value: 'same-origin',
} as const;

/** Finds the origins of an issuer to which the page sends requests. People sign in on pages of its own. */
export const findIssuerOrigins = ({
  tokenUrl,
  revocationUrl,
}: Pick<Issuer, 'tokenUrl' | 'revocationUrl'>): readonly string[] => [
  ...new Set([tokenUrl, revocationUrl].flatMap((url) => (url ? new URL(url).origin : []))),
];

/**
 * What Stripe's own form for cards needs. Nobody has seen it work with this policy yet.
 * Source: https://docs.stripe.com/security/guide#content-security-policy
 */
const STRIPE_ORIGINS = {
  scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  connections: ['https://api.stripe.com'],
} as const satisfies Partial<PageOrigins>;

type PaymentOrigins = Required<Pick<PageOrigins, 'scripts' | 'frames' | 'connections'>>;

const NO_ORIGINS: PaymentOrigins = { scripts: [], frames: [], connections: [] };

/** Finds the origins that the page needs where people pay. A local Stripe has no script and no frame of its own. */
export const findPaymentOrigins = (payments: PaymentSettings | undefined): PaymentOrigins => {
  if (payments === undefined) return NO_ORIGINS;
  if (payments.endpoint === undefined) return STRIPE_ORIGINS;
  return { ...NO_ORIGINS, connections: [new URL(payments.endpoint).origin] };
};

/** Makes the headers with which the page is served, whatever the file. */
export const makeSecurityHeaders = (origins: PageOrigins): Readonly<Record<string, string>> => ({
  'content-security-policy': makeSecurityPolicy(origins),
  [OPENER_POLICY.header]: OPENER_POLICY.value,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});
