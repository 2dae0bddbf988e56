import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AcceptedTokens, StageConfiguration } from '../configuration/stage-configuration.ts';
import { type ApiDistributionProps, makeApiDistribution } from '../edge/api-distribution.ts';
import { makeFirewall } from '../edge/firewall.ts';
import { makeHttpApi } from '../edge/http-api.ts';
import { hasDistribution } from '../edge/origin-secrets.ts';
import type { RoutedFunctions } from '../edge/routes.ts';
import type { StageStackProps } from './stage-stack.ts';

/** Where web ACLs of distributions live, whatever the stage's own region is. */
const CLOUDFRONT_REGION = 'us-east-1';

type EdgeStackProps = StageStackProps & {
  /** At least those that routes point at. */
  readonly functions: RoutedFunctions;
  /** Whose tokens open the routes that are not for everybody. */
  readonly tokens: AcceptedTokens;
  /** Where browsers read flyers. */
  readonly flyersBaseUrl: string;
  /** The one that the functions were given too; a stage with a front must have it. */
  readonly originSecret?: Secret | undefined;
  /** A stage with a firewall must have it. */
  readonly webAclArn?: string | undefined;
};

/** The edge of a stage, and, where a firewall is configured, `<id>-Waf` in the region of CloudFront's. */
export function makeEdge(
  scope: Construct,
  id: string,
  props: Omit<EdgeStackProps, 'webAclArn'>,
): EdgeStack {
  if (props.configuration.firewall === undefined) return new EdgeStack(scope, id, props);
  const { webAclArn } = new EdgeWafStack(scope, `${id}-Waf`, props, props.configuration.firewall);
  return new EdgeStack(scope, id, { ...props, webAclArn });
}

/** The firewall's stack: a web ACL of a distribution cannot stand in the stage's own region. */
class EdgeWafStack extends Stack {
  readonly webAclArn: string;

  constructor(
    scope: Construct,
    id: string,
    { stage, env, tags, terminationProtection }: StageStackProps,
    firewall: NonNullable<StageConfiguration['firewall']>,
  ) {
    super(scope, id, {
      env: { ...env, region: CLOUDFRONT_REGION },
      tags,
      terminationProtection,
      crossRegionReferences: true,
    });
    this.webAclArn = makeFirewall(this, stage, firewall).attrArn;
  }
}

/** What faces the world: the HTTP API, and CloudFront where the stage has it. */
export class EdgeStack extends Stack {
  /** The address to use, without a slash at its end. */
  readonly apiUrl: string;
  readonly httpApi: HttpApi;
  readonly distribution: Distribution | undefined;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    // The web ACL stands in CloudFront's own region.
    super(scope, id, { ...props, crossRegionReferences: props.webAclArn !== undefined });
    const front = findDistributionProps(props);
    this.httpApi = makeHttpApi(this, props);
    this.distribution =
      front && makeApiDistribution(this, { ...props, ...front, api: this.httpApi });
    this.apiUrl = findApiUrl(this.httpApi, this.distribution, props.configuration);
    makeOutputs(this, props);
  }
}

/**
 * What CloudFront needs to stand before the API; nothing where the stage has no front.
 *
 * @throws Error rather than leave out a firewall or a closed address that the configuration promises.
 */
function findDistributionProps({
  stage,
  configuration,
  originSecret,
  webAclArn,
}: EdgeStackProps): Pick<ApiDistributionProps, 'originSecret' | 'webAclArn'> | undefined {
  if (!hasDistribution(configuration)) return undefined;
  if (originSecret === undefined) throw new Error(`The front of ${stage} has no origin secret`);
  if (configuration.firewall !== undefined && webAclArn === undefined) {
    throw new Error(`The firewall of ${stage} has no web ACL`);
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
    // What the name's record must point at: an alias, or a CNAME.
    DomainTarget: configuration.domain && distribution?.distributionDomainName,
  };
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) new CfnOutput(stack, name, { value });
  }
}
