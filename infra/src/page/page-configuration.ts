import type { IssuerSettings, PageConfiguration } from '@willcall/box-office';
import { CommandError } from '@willcall/cli';
import { findPaymentSettings } from '../configuration/page-setting.ts';
import type { Identity, StageConfiguration } from '../configuration/stage-configuration.ts';
import { clientScopes } from '../identity/scopes.ts';

/**
 * Makes the configuration of a stage's page from its settings and the outputs of its stacks.
 *
 * @throws CommandError if an output is missing
 */
export function makePageConfiguration(
  { identity, payments }: Pick<StageConfiguration, 'identity' | 'payments'>,
  outputs: Readonly<Record<string, string>>,
): PageConfiguration {
  const find = (name: string): string => {
    const value = outputs[name];
    if (value === undefined) throw new CommandError(`No stack has an output ${name}.`);
    return value;
  };
  return {
    signIn: { kind: 'issuer', identifier: find('Issuer'), ...makeSettings(identity, find) },
    flyersUrl: find('FlyersUrl'),
    ...(payments && { payments: findPaymentSettings({ payments }) }),
  };
}

/**
 * How the issuer signs people in: the configured one, or the stage's user pool.
 * Endpoints: https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-endpoints.html
 */
function makeSettings(identity: Identity, find: (output: string) => string): IssuerSettings {
  if (identity.kind === 'issuer') {
    if (identity.signIn === undefined) {
      throw new CommandError('The page has no identity.signIn to sign people in at.');
    }
    return identity.signIn;
  }
  const signInUrl = find('SignInUrl');
  return {
    authorizationUrl: `${signInUrl}/oauth2/authorize`,
    tokenUrl: find('TokenUrl'),
    revocationUrl: `${signInUrl}/oauth2/revoke`,
    signOut: { url: `${signInUrl}/logout`, returnParameter: 'logout_uri' },
    clients: {
      buyers: { id: find('BuyersClientId'), scopes: ['openid', ...clientScopes.buyers] },
      staff: { id: find('StaffClientId'), scopes: ['openid', ...clientScopes.staff] },
    },
  };
}
