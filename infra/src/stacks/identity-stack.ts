import { findIssuerOrigins } from '@willcall/box-office';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AcceptedTokens } from '../configuration/stage-configuration.ts';
import { makePreTokenFunction, makeUserPool, type Users } from '../identity/user-pool.ts';
import type { StageStackProps } from './stage-stack.ts';

type StageIdentity = {
  readonly tokens: AcceptedTokens;
  /** The origins to which the page sends its requests for tokens. */
  readonly signInOrigins: readonly string[];
};

/** Finds the configured issuer, or makes a user pool in its own stack, `id`. */
export function makeIdentity(scope: Construct, id: string, props: StageStackProps): StageIdentity {
  const { identity } = props.configuration;
  switch (identity.kind) {
    case 'issuer':
      return {
        tokens: { issuer: identity.issuer, audience: identity.audience },
        signInOrigins: identity.signIn === undefined ? [] : findIssuerOrigins(identity.signIn),
      };
    case 'cognito': {
      const { users } = new IdentityStack(scope, id, props, identity.mailFrom);
      const { userPool, clients, signInUrl } = users;
      return {
        tokens: {
          issuer: userPool.userPoolProviderUrl,
          audience: Object.values(clients).map(({ userPoolClientId }) => userPoolClientId),
        },
        signInOrigins: [signInUrl],
      };
    }
  }
}

/**
 * The stage's own user pool and its app clients. It is separate from the edge, because like the tables it
 * must outlive a teardown: purchases belong to the `sub` of a user, which a new pool does not issue again.
 */
class IdentityStack extends Stack {
  readonly users: Users;

  constructor(scope: Construct, id: string, props: StageStackProps, mailFrom: string | undefined) {
    super(scope, id, props);
    const { alias: preToken } = makePreTokenFunction(this, props);
    this.users = makeUserPool(this, { ...props, preToken, mailFrom });
    const { userPool, clients, signInUrl, tokenUrl } = this.users;
    const outputs = {
      UserPoolId: userPool.userPoolId,
      BuyersClientId: clients.buyers.userPoolClientId,
      StaffClientId: clients.staff.userPoolClientId,
      SmokeClientId: clients.smoke.userPoolClientId,
      SignInUrl: signInUrl,
      TokenUrl: tokenUrl,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
