import type { StageName } from '@willcall/topology';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/** Seconds that requests are counted over, and the unit of the configuration's limits. */
const WINDOW_SECONDS = 300;

/** Seconds: WAF counts anew every few, so a caller who waits that long may be let in again. */
const RETRY_AFTER_SECONDS = 30;

/** The web ACL's name for the answer below. */
const TOO_MANY = 'too-many-requests';

type Limits = NonNullable<StageConfiguration['firewall']>;

/** The firewall of the API's distribution. It has a monthly price, so it is made only where configured. */
export function makeFirewall(scope: Construct, stage: StageName, limits: Limits): CfnWebACL {
  const name = `willcall-${stage}-api`;
  return new CfnWebACL(scope, 'WebAcl', {
    name,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: makeVisibilityConfig(name),
    // As API Gateway's own 429.
    customResponseBodies: {
      [TOO_MANY]: { contentType: 'APPLICATION_JSON', content: '{"message":"Too Many Requests"}' },
    },
    rules: makeRateRules(stage, limits),
  });
}

const header = { singleHeader: { Name: 'authorization' } };

/** The same token, however it is spaced, and however `Bearer` is written. */
const tokenTransformations = [
  { priority: 0, type: 'COMPRESS_WHITE_SPACE' },
  { priority: 1, type: 'LOWERCASE' },
];

/** Turns away an address, and a token from however many addresses, that asks too often. */
const makeRateRules = (
  stage: StageName,
  { perAddress, perToken }: Limits,
): CfnWebACL.RuleProperty[] => [
  makeRateRule(stage, 0, 'per-address', { limit: perAddress, aggregateKeyType: 'IP' }),
  makeRateRule(stage, 1, 'per-token', {
    limit: perToken,
    aggregateKeyType: 'CUSTOM_KEYS',
    customKeys: [{ header: { name: 'authorization', textTransformations: tokenTransformations } }],
    // Those without a token would be counted as if they all had the same.
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

/** Counted, and no sample kept: a sample would show whoever may see the console a buyer's token. */
const makeVisibilityConfig = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});
