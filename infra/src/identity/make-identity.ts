import type { Construct } from 'constructs';
import { IdentityStack, type IdentityStackProps } from '../stacks/identity-stack.ts';

/** Whose tokens are believed. */
export type BelievedTokens = {
  readonly issuer: string;
  /** A token's `aud`, or its `client_id` where it has none, is one of these. */
  readonly audience: readonly string[];
};

/** The issuer that the configuration names, or the user pool of a stack of its own, `id`. */
export function makeIdentity(
  scope: Construct,
  id: string,
  props: IdentityStackProps,
): BelievedTokens {
  const { identity } = props.configuration;
  switch (identity.kind) {
    case 'issuer':
      return { issuer: identity.issuer, audience: identity.audience };
    case 'cognito': {
      const { userPool, clients } = new IdentityStack(scope, id, props).users;
      return {
        issuer: userPool.userPoolProviderUrl,
        audience: Object.values(clients).map(({ userPoolClientId }) => userPoolClientId),
      };
    }
  }
}
