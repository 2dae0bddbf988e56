import { expect, it } from 'vitest';
import { findIssuerOrigins, makeSecurityHeaders, makeSecurityPolicy } from './security-policy.ts';

const FLYERS = 'https://flyers.example';
const UPLOADS = 'https://uploads.example';
const SIGN_IN = 'https://login.example';

it('allows nothing inline, and no origin but its own and those that are named', () => {
  const policy = makeSecurityPolicy({ images: [], connections: [] });
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
});

it('shows flyers and their previews, and sends requests to the uploads and the sign-in', () => {
  const policy = makeSecurityPolicy({ images: [FLYERS], connections: [UPLOADS, SIGN_IN] });
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      `img-src 'self' ${FLYERS} blob:`,
      `connect-src 'self' ${UPLOADS} ${SIGN_IN}`,
      "script-src 'self'",
    ]),
  );
});

it('names an issuer once, and not where people sign in', () => {
  const tokenUrl = `${SIGN_IN}/token`;
  expect(findIssuerOrigins({ tokenUrl })).toEqual([SIGN_IN]);
  expect(findIssuerOrigins({ tokenUrl, revocationUrl: `${SIGN_IN}/revoke` })).toEqual([SIGN_IN]);
  expect(findIssuerOrigins({ tokenUrl, revocationUrl: `${UPLOADS}/revoke` })).toEqual([
    SIGN_IN,
    UPLOADS,
  ]);
});

it('is among the headers of every file', () => {
  const origins = { images: [FLYERS], connections: [] };
  expect(makeSecurityHeaders(origins)).toEqual({
    'content-security-policy': makeSecurityPolicy(origins),
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});
