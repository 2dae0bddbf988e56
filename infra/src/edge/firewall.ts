import { paymentsRoutes } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { mountedPaths } from './routes.ts';

/** Seconds over which WAF counts requests. The configuration's limits are per window. */
const WINDOW_SECONDS = 300;

/** Seconds. WAF updates its counts every few seconds, so a caller may succeed after this wait. */
const RETRY_AFTER_SECONDS = 30;

/** The key of the custom response body. */
const TOO_MANY = 'too-many-requests';

type Limits = NonNullable<StageConfiguration['firewall']>;

type FirewallProps = Pick<StageConfiguration, 'payments'> & { readonly firewall: Limits };

/** Makes the web ACL of the API's distribution. It has a monthly price, so only configured stages have one. */
export function makeFirewall(scope: Construct, stage: StageName, props: FirewallProps): CfnWebACL {
  const name = `willcall-${stage}-api`;
  return new CfnWebACL(scope, 'WebAcl', {
    name,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: makeVisibilityConfig(name),
    // The same body as API Gateway's own 429.
    customResponseBodies: {
      [TOO_MANY]: { contentType: 'APPLICATION_JSON', content: '{"message":"Too Many Requests"}' },
    },
    rules: makeRateRules(stage, props),
  });
}

const header = { singleHeader: { Name: 'authorization' } };

/** Normalizes white space and case, so one token counts as one however its header is written. */
const tokenTransformations = [
  { priority: 0, type: 'COMPRESS_WHITE_SPACE' },
  { priority: 1, type: 'LOWERCASE' },
];

/**
 * All requests but webhooks: the payment provider sends thousands from a few addresses in a rush, without a token. The
 * throttle of the route limits them.
 */
const exceptWebhooks: CfnWebACL.StatementProperty = {
  notStatement: {
    statement: {
      orStatement: {
        statements: mountedPaths(paymentsRoutes.receiveWebhook).map((searchString) => ({
          byteMatchStatement: {
            fieldToMatch: { uriPath: {} },
            positionalConstraint: 'EXACTLY',
            searchString,
            textTransformations: [{ priority: 0, type: 'NONE' }],
          },
        })),
      },
    },
  },
};

/** Makes the rules that block an IP address, and a token from any addresses, with too many requests. */
const makeRateRules = (
  stage: StageName,
  { firewall: { perAddress, perToken }, payments }: FirewallProps,
): CfnWebACL.RuleProperty[] => [
  makeRateRule(stage, 0, 'per-address', {
    limit: perAddress,
    aggregateKeyType: 'IP',
    ...(payments && { scopeDownStatement: exceptWebhooks }),
  }),
  makeRateRule(stage, 1, 'per-token', {
    limit: perToken,
    aggregateKeyType: 'CUSTOM_KEYS',
    customKeys: [{ header: { name: 'authorization', textTransformations: tokenTransformations } }],
    // Otherwise all requests without a token would count as one token.
    scopeDownStatement: {
      sizeConstraintStatement: {
        fieldToMatch: header,
        comparisonOperator: 'GT',
        size: 0,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  }),
];

const makeRateRule = (
  stage: StageName,
  priority: number,
  name: string,
  statement: CfnWebACL.RateBasedStatementProperty,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  statement: {
    rateBasedStatement: { evaluationWindowSec: WINDOW_SECONDS, ...statement },
  },
  action: {
    block: {
      customResponse: {
        responseCode: 429,
        responseHeaders: [{ name: 'retry-after', value: String(RETRY_AFTER_SECONDS) }],
        customResponseBodyKey: TOO_MANY,
      },
    },
  },
  visibilityConfig: makeVisibilityConfig(`willcall-${stage}-${name}`),
});

/** Publishes metrics but keeps no samples, because samples show buyers' tokens in the console. */
const makeVisibilityConfig = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});
