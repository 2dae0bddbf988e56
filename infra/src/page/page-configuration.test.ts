import type { IssuerSettings } from '@willcall/box-office';
import { expect, it } from 'vitest';
import type { Identity } from '../configuration/stage-configuration.ts';
import { makePageConfiguration } from './page-configuration.ts';

const outputs = {
  Issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc',
  SignInUrl: 'https://willcall-test.auth.eu-central-1.amazoncognito.com',
  TokenUrl: 'https://willcall-test.auth.eu-central-1.amazoncognito.com/oauth2/token',
  BuyersClientId: 'buyers',
  StaffClientId: 'staff',
  SmokeClientId: 'smoke',
  FlyersUrl: 'https://flyers.example',
};

it('names the endpoints and the apps of the user pool, and where flyers are', () => {
  const signInUrl = outputs.SignInUrl;
  expect(makePageConfiguration({ identity: { kind: 'cognito' } }, outputs)).toEqual({
    signIn: {
      kind: 'issuer',
      identifier: outputs.Issuer,
      authorizationUrl: `${signInUrl}/oauth2/authorize`,
      tokenUrl: `${signInUrl}/oauth2/token`,
      revocationUrl: `${signInUrl}/oauth2/revoke`,
      signOut: { url: `${signInUrl}/logout`, returnParameter: 'logout_uri' },
      clients: {
        buyers: { id: 'buyers', scopes: ['openid', 'willcall/buy'] },
        staff: { id: 'staff', scopes: ['openid', 'willcall/buy', 'willcall/admin'] },
      },
    },
    flyersUrl: 'https://flyers.example',
  });
});

it('is the configured issuer, if the stage has another one', () => {
  const signIn: IssuerSettings = {
    authorizationUrl: 'https://login.example/authorize',
    tokenUrl: 'https://login.example/token',
    clients: { buyers: { id: 'a', scopes: ['openid'] }, staff: { id: 'b', scopes: ['openid'] } },
  };
  const identity: Identity = {
    kind: 'issuer',
    issuer: 'https://login.example',
    audience: ['api'],
    signIn,
  };
  expect(
    makePageConfiguration(
      { identity },
      { Issuer: identity.issuer, FlyersUrl: 'https://flyers.example' },
    ),
  ).toEqual({
    signIn: { kind: 'issuer', identifier: 'https://login.example', ...signIn },
    flyersUrl: 'https://flyers.example',
  });
});

it('says who takes the money, if the stage takes payments', () => {
  const identity = { kind: 'cognito' } as const;
  const { payments } = makePageConfiguration({ identity, payments: { mode: 'live' } }, outputs);
  expect(payments).toEqual({ provider: 'stripe' });
});

it('is not made without an output that it needs', () => {
  const { StaffClientId: _, ...others } = outputs;
  expect(() => makePageConfiguration({ identity: { kind: 'cognito' } }, others)).toThrow(
    'No stack has an output StaffClientId.',
  );
});
