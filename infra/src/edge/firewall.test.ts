import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { findOnly, synthesizeEdge } from './edge.fixture.ts';

const firewall = { perAddress: 2_000, perToken: 600 };

describe('a stage with a firewall', () => {
  const { waf, template } = synthesizeEdge({ firewall });
  if (waf === undefined) throw new Error('No firewall was made');
  const acl = findOnly(Template.fromStack(waf), 'AWS::WAFv2::WebACL').Properties;
  const ruleNamed = (name: string) =>
    (acl.Rules as readonly Record<string, unknown>[]).find((rule) => rule.Name === name);

  it('has it in CloudFront’s region, and by CloudFront’s scope', () => {
    expect(waf.region).toBe('us-east-1');
    expect(acl).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
  });

  it('has it before the API', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: Match.anyValue() },
    });
  });

  it('counts the requests of an address', () => {
    expect(ruleNamed('per-address')).toMatchObject({
      Statement: {
        RateBasedStatement: { Limit: 2_000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' },
      },
    });
  });

  it('counts the requests of a token, from wherever they come, and of those with a token only', () => {
    expect(ruleNamed('per-token')).toMatchObject({
      Statement: {
        RateBasedStatement: {
          Limit: 600,
          EvaluationWindowSec: 300,
          AggregateKeyType: 'CUSTOM_KEYS',
          CustomKeys: [{ Header: { Name: 'authorization' } }],
          ScopeDownStatement: {
            SizeConstraintStatement: {
              FieldToMatch: { SingleHeader: { Name: 'authorization' } },
              ComparisonOperator: 'GT',
              Size: 0,
            },
          },
        },
      },
    });
  });

  it.each(['per-address', 'per-token'])('turns away %s with 429 and Retry-After', (name) => {
    expect(ruleNamed(name)).toMatchObject({
      Action: {
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            ResponseHeaders: [{ Name: 'retry-after', Value: '30' }],
          },
        },
      },
    });
  });

  it('keeps no sample of a request, which would show a token', () => {
    expect(JSON.stringify(acl)).not.toContain('"SampledRequestsEnabled":true');
  });
});

describe('a stage without a firewall', () => {
  const { waf } = synthesizeEdge();
  const domain = {
    name: 'tickets.example',
    certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/example',
  };
  const named = synthesizeEdge({ domain });

  it('has none, and no stack for it', () => {
    expect(waf).toBeUndefined();
  });

  it('has none either for having a name of its own', () => {
    expect(named.waf).toBeUndefined();
    named.template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: Match.absent() },
    });
  });
});
