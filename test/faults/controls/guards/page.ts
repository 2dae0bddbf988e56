import type { Guard } from '../guard.ts';

/** Guards of the deployed page: who signs in on it, and what an open tab still finds. */
export const pageGuards: readonly Guard[] = [
  {
    guard: 'A tab finishes only the sign-in that it has begun.',
    file: 'services/box-office/src/page/api/issuer/code-flow.ts',
    from: 'validateAuthResponse(server, client, query, state)',
    to: 'validateAuthResponse(server, client, query, oauth.skipStateCheck)',
    tests: 'services/box-office/src/testing/code-flow.test.ts',
    caughtBy: 'of another tab or page is not finished here',
  },
  {
    guard: 'Tokens go to an issuer elsewhere by TLS alone.',
    file: 'services/box-office/src/page/api/issuer/code-flow.ts',
    from: "new URL(url).hostname === '127.0.0.1'",
    to: 'true',
    tests: 'services/box-office/src/testing/code-flow.test.ts',
    caughtBy: 'asks an issuer elsewhere by HTTPS alone',
  },
  {
    guard: 'A buyer whose device has a wrong clock can sign in.',
    file: 'services/box-office/src/page/api/issuer/code-flow.ts',
    from: '[oauth.clockTolerance]: Number.MAX_SAFE_INTEGER',
    to: '[oauth.clockTolerance]: 60',
    tests: 'services/box-office/src/testing/code-flow.test.ts',
    caughtBy: 'works on a device whose clock is',
  },
  {
    guard: 'A refresh token that rotates is used once.',
    file: 'services/box-office/src/page/api/issuer/hold-tokens.ts',
    from: 'renewal ??= replace()',
    to: 'renewal = replace()',
    tests: 'services/box-office/src/testing/code-flow.test.ts',
    caughtBy: 'are renewed once for all that ask at the same time',
  },
  {
    guard: 'A page that is loaded during a deployment is all old or all new.',
    file: 'infra/src/page/upload-page.ts',
    from: '[...others, index]',
    to: '[index, ...others]',
    tests: 'infra/src/page/upload-page.test.ts',
    caughtBy: 'leaves the old page whole if the upload fails',
  },
  {
    guard: 'What a deployment has replaced stays for a day.',
    file: 'infra/src/page/upload-page.ts',
    from: 'now.getTime() - replaced.getTime() < KEPT_MS',
    to: 'now.getTime() - replaced.getTime() < 0',
    tests: 'infra/src/page/upload-page.test.ts',
    caughtBy: 'keeps the files of all pages of the last day',
  },
];
