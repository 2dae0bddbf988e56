import { expect, it } from 'vitest';
import {
  findIssuerOrigins,
  findPaymentOrigins,
  makeSecurityHeaders,
  makeSecurityPolicy,
} from './security-policy.ts';

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

it("where people pay, allows Stripe's script, frames and API, and nothing of a local Stripe but its API", () => {
  const policyFor = (payments?: Parameters<typeof findPaymentOrigins>[0]) =>
    makeSecurityPolicy({ images: [], ...findPaymentOrigins(payments) }).split('; ');
  expect(policyFor({ provider: 'stripe' })).toEqual(
    expect.arrayContaining([
      "script-src 'self' https://js.stripe.com https://*.js.stripe.com",
      'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
      "connect-src 'self' https://api.stripe.com",
    ]),
  );
  const local = policyFor({ provider: 'stripe', endpoint: 'http://127.0.0.1:4242/v1' });
  expect(local.filter((directive) => /script|connect|frame-src/.test(directive))).toEqual([
    "script-src 'self'",
    "connect-src 'self' http://127.0.0.1:4242",
  ]);
  expect(policyFor().join()).not.toMatch(/http/);
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
