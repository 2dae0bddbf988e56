import type { StageName } from '@willcall/topology';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { makePreTokenFunction } from '../identity/make-pre-token-function.ts';
import { makeUserPool, type Users } from '../identity/make-user-pool.ts';

export type IdentityStackProps = StackProps & {
  readonly stage: StageName;
  readonly configuration: Pick<
    StageConfiguration,
    'identity' | 'browserOrigins' | 'protection' | 'retention'
  >;
};

/**
 * The stage's own user pool, and the apps that sign in to it. Apart from the edge, since it must outlive
 * a teardown as the tables do: a purchase belongs to the `sub` of a user, which another pool would not
 * give out again.
 */
export class IdentityStack extends Stack {
  readonly users: Users;

  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, props);
    const { alias: preToken } = makePreTokenFunction(this, props);
    const { identity } = props.configuration;
    const mailFrom = identity.kind === 'cognito' ? identity.mailFrom : undefined;
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
