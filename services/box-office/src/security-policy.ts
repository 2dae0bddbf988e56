import type { Issuer } from './page/api/configuration.ts';

/** The other origins that the page needs, e.g. `https://flyers.example`. */
export type PageOrigins = {
  /** Where it reads flyers. */
  readonly images: readonly string[];
  /** Where it sends requests: the bucket that takes uploads, and whoever signs people in. */
  readonly connections: readonly string[];
};

/** Makes the page's Content-Security-Policy: no inline script or style, and no origin but its own and these. */
export const makeSecurityPolicy = ({ images, connections }: PageOrigins): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // A blob is the preview of a flyer.
    `img-src ${["'self'", ...images, 'blob:'].join(' ')}`,
    `connect-src ${["'self'", ...connections].join(' ')}`,
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

/** Makes the headers with which the page is served, whatever the file. */
export const makeSecurityHeaders = (origins: PageOrigins): Readonly<Record<string, string>> => ({
  'content-security-policy': makeSecurityPolicy(origins),
  [OPENER_POLICY.header]: OPENER_POLICY.value,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});
