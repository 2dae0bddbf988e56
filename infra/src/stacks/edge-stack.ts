import { CfnOutput, type SecretValue, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { AcceptedTokens, StageConfiguration } from '../configuration/stage-configuration.ts';
import { type ApiDistributionProps, makeApiDistribution } from '../edge/api-distribution.ts';
import { makeFirewall } from '../edge/firewall.ts';
import { makeHttpApi } from '../edge/http-api.ts';
import { hasDistribution } from '../edge/origin-secrets.ts';
import type { ServedPage } from '../edge/page-behaviors.ts';
import type { RoutedFunctions } from '../edge/routes.ts';
import type { StageStackProps } from './stage-stack.ts';

/** The region of web ACLs for CloudFront, whatever the stage's region is. */
const CLOUDFRONT_REGION = 'us-east-1';

export type EdgeStackProps = StageStackProps & {
  /** At least the functions that routes invoke. */
  readonly functions: RoutedFunctions;
  /** The tokens that routes with an authorizer accept. */
  readonly tokens: AcceptedTokens;
  /** The URL below which browsers read flyers. */
  readonly flyersBaseUrl: string;
  /** The secret that the functions accept. Required if the API has a distribution. */
  readonly originSecret?: SecretValue | undefined;
  /** Required if the stage has a firewall. */
  readonly webAclArn?: string | undefined;
  /** The page, if the stage has one. */
  readonly page?: ServedPage | undefined;
};

/** Makes the edge of a stage and, if it has a firewall, the stack `<id>-Waf` in CloudFront's region. */
export function makeEdge(
  scope: Construct,
  id: string,
  props: Omit<EdgeStackProps, 'webAclArn'>,
): EdgeStack {
  if (props.configuration.firewall === undefined) return new EdgeStack(scope, id, props);
  const { webAclArn } = new EdgeWafStack(scope, `${id}-Waf`, props, props.configuration.firewall);
  return new EdgeStack(scope, id, { ...props, webAclArn });
}

/** The firewall's stack. A web ACL for CloudFront must be in us-east-1. */
class EdgeWafStack extends Stack {
  readonly webAclArn: string;

  constructor(
    scope: Construct,
    id: string,
    { stage, configuration: { payments }, env, tags, terminationProtection }: StageStackProps,
    firewall: NonNullable<StageConfiguration['firewall']>,
  ) {
    super(scope, id, {
      env: { ...env, region: CLOUDFRONT_REGION },
      tags,
      terminationProtection,
    });
    this.webAclArn = makeFirewall(this, stage, { firewall, payments }).attrArn;
  }
}

/** The public side of a stage: the HTTP API, and CloudFront if the API has a distribution. */
export class EdgeStack extends Stack {
  /** The API's public URL, without a trailing slash. */
  readonly apiUrl: string;
  readonly httpApi: HttpApi;
  readonly distribution: Distribution | undefined;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const distributionProps = findDistributionProps(props);
    this.httpApi = makeHttpApi(this, props);
    this.distribution =
      distributionProps &&
      makeApiDistribution(this, { ...props, ...distributionProps, api: this.httpApi });
    this.apiUrl = findApiUrl(this.httpApi, this.distribution, props.configuration);
    makeOutputs(this, props);
  }
}

/**
 * Finds what the API's distribution needs; undefined if the API has no distribution.
 *
 * @throws Error if the configuration requires a secret or a web ACL that is missing. The API must not be
 * deployed without them.
 */
function findDistributionProps({
  stage,
  configuration,
  originSecret,
  webAclArn,
}: EdgeStackProps): Pick<ApiDistributionProps, 'originSecret' | 'webAclArn'> | undefined {
  if (!hasDistribution(configuration)) return undefined;
  if (originSecret === undefined)
    throw new Error(`The API distribution of stage ${stage} has no origin secret`);
  if (configuration.firewall !== undefined && webAclArn === undefined) {
    throw new Error(`The firewall of stage ${stage} has no web ACL`);
  }
  return { originSecret, webAclArn };
}

function findApiUrl(
  api: HttpApi,
  distribution: Distribution | undefined,
  { domain }: StageConfiguration,
): string {
  if (domain !== undefined) return `https://${domain.name}`;
  return distribution === undefined
    ? api.apiEndpoint
    : `https://${distribution.distributionDomainName}`;
}

function makeOutputs(
  stack: EdgeStack,
  { configuration, flyersBaseUrl, tokens }: EdgeStackProps,
): void {
  const { distribution } = stack;
  const outputs: Readonly<Record<string, string | undefined>> = {
    ApiUrl: stack.apiUrl,
    FlyersUrl: flyersBaseUrl,
    Issuer: tokens.issuer,
    // The target of the domain's DNS record: an alias or a CNAME.
    DomainTarget: configuration.domain && distribution?.distributionDomainName,
  };
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) new CfnOutput(stack, name, { value });
  }
}
