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

  it('has it in CloudFront’s region, with CloudFront’s scope', () => {
    expect(waf.region).toBe('us-east-1');
    expect(acl).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
  });

  it('has it in front of the API', () => {
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

  it('counts webhooks too, unless the stage takes payments', () => {
    expect(ruleNamed('per-address')).not.toHaveProperty(
      'Statement.RateBasedStatement.ScopeDownStatement',
    );
  });

  it('counts the requests of a token from all addresses, and ignores requests without one', () => {
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

  it.each(['per-address', 'per-token'])('answers %s with 429 and Retry-After', (name) => {
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

  it('keeps no samples of requests, which would show tokens', () => {
    expect(JSON.stringify(acl)).not.toContain('"SampledRequestsEnabled":true');
  });
});

describe('a stage with a firewall that takes payments', () => {
  const { waf } = synthesizeEdge({ firewall, payments: { mode: 'live' } });
  if (waf === undefined) throw new Error('No firewall was made');

  it('lets through as many webhooks as the provider sends, at exactly their paths', () => {
    const matching = (SearchString: string) => ({
      ByteMatchStatement: {
        FieldToMatch: { UriPath: {} },
        PositionalConstraint: 'EXACTLY',
        SearchString,
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    });
    Template.fromStack(waf).hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: 'per-address',
          Statement: {
            RateBasedStatement: Match.objectLike({
              Limit: 2_000,
              ScopeDownStatement: {
                NotStatement: {
                  Statement: {
                    OrStatement: {
                      Statements: ['/payments/webhook', '/v1/payments/webhook'].map(matching),
                    },
                  },
                },
              },
            }),
          },
        }),
      ]),
    });
  });
});

describe('a stage without a firewall', () => {
  const { waf } = synthesizeEdge();
  const domain = {
    name: 'tickets.example',
    certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/example',
  };
  const named = synthesizeEdge({ domain });

  it('has no web ACL and no stack for it', () => {
    expect(waf).toBeUndefined();
  });

  it('has no web ACL even with a domain name', () => {
    expect(named.waf).toBeUndefined();
    named.template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: Match.absent() },
    });
  });
});
