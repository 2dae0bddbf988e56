import type { StageName } from '@willcall/topology';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';
import { rateRules, TOO_MANY, visibility } from './rate-rules.ts';

/** Where web ACLs of distributions live, whatever the stage's own region is. */
export const CLOUDFRONT_REGION = 'us-east-1';

export type EdgeWafStackProps = StackProps & {
  readonly stage: StageName;
  readonly firewall: NonNullable<StageConfiguration['firewall']>;
};

/** The firewall of the API's distribution. It has a monthly price, so it is made only where configured. */
export class EdgeWafStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, { stage, firewall, ...props }: EdgeWafStackProps) {
    super(scope, id, {
      ...props,
      env: { ...props.env, region: CLOUDFRONT_REGION },
      crossRegionReferences: true,
    });
    const name = `willcall-${stage}-api`;
    this.webAclArn = new CfnWebACL(this, 'WebAcl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      // As API Gateway's own 429.
      customResponseBodies: {
        [TOO_MANY]: { contentType: 'APPLICATION_JSON', content: '{"message":"Too Many Requests"}' },
      },
      rules: rateRules(stage, firewall),
    }).attrArn;
  }
}
