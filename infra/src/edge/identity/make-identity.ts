import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';
import type { StageName } from '../../definitions/stage.ts';
import { makePreTokenFunction } from './make-pre-token-function.ts';
import { makeUserPool, type Users } from './make-user-pool.ts';

export type IdentityProps = {
  readonly stage: StageName;
  readonly configuration: Pick<
    StageConfiguration,
    'identity' | 'browserOrigins' | 'protection' | 'retention'
  >;
};

/** Whose tokens are believed. */
export type BelievedTokens = {
  readonly issuer: string;
  /** A token's `aud`, or its `client_id` where it has none, is one of these. */
  readonly audience: readonly string[];
  /** Where the user pool is ours. */
  readonly users?: Users;
};

/** The user pool of the stage, or the issuer that its configuration names. */
export function makeIdentity(scope: Construct, props: IdentityProps): BelievedTokens {
  const { identity } = props.configuration;
  switch (identity.kind) {
    case 'issuer':
      return { issuer: identity.issuer, audience: identity.audience };
    case 'cognito': {
      const { alias: preToken } = makePreTokenFunction(scope, props);
      const users = makeUserPool(scope, { ...props, preToken });
      return {
        issuer: users.userPool.userPoolProviderUrl,
        audience: Object.values(users.clients).map(({ userPoolClientId }) => userPoolClientId),
        users,
      };
    }
  }
}
