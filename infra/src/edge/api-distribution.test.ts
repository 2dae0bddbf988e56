import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { findOnly, findResources, synthesizeEdge } from './edge.fixture.ts';

const firewall = { perAddress: 2_000, perToken: 600 };
const domain = {
  name: 'tickets.example',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/example',
};

describe('CloudFront in front of the API', () => {
  const { template } = synthesizeEdge({ firewall, domain });
  const distribution = (config: object) =>
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike(config),
    });

  it('accepts and makes only requests with TLS 1.2 or later', () => {
    distribution({
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' },
      Origins: [
        {
          CustomOriginConfig: {
            OriginProtocolPolicy: 'https-only',
            OriginSSLProtocols: ['TLSv1.2'],
          },
        },
      ],
    });
  });

  it('sends the secret that the functions accept', () => {
    distribution({
      Origins: [
        {
          OriginCustomHeaders: [
            {
              HeaderName: 'x-willcall-origin',
              HeaderValue: '{{resolve:secretsmanager:willcall-test-origin-1:SecretString:::}}',
            },
          ],
        },
      ],
    });
  });

  it('forwards every method and header except cookies and Host', () => {
    distribution({
      DefaultCacheBehavior: {
        AllowedMethods: Match.arrayWith(['GET', 'PUT', 'PATCH', 'POST', 'DELETE']),
      },
    });
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['Host'] },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
        CookiesConfig: { CookieBehavior: 'none' },
      },
    });
  });

  it('caches what a response allows, by token, origin and query, for at most a minute', () => {
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 0,
        MaxTTL: 60,
        ParametersInCacheKeyAndForwardedToOrigin: {
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization', 'Origin'] },
          QueryStringsConfig: { QueryStringBehavior: 'all' },
        },
      },
    });
  });

  it('forwards the signature of a webhook, like every header but the name of the host', () => {
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['Host'] },
      },
    });
    const paths = JSON.stringify(findOnly(template, 'AWS::CloudFront::Distribution').Properties);
    // So webhooks take the default behavior, which allows POST.
    expect(paths).not.toContain('webhook');
  });

  it('keeps one copy of a show, and of its taken seats, for all tokens and queries', () => {
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'willcall-test-api-shows',
        MinTTL: 0,
        DefaultTTL: 0,
        ParametersInCacheKeyAndForwardedToOrigin: {
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Origin'] },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
          CookiesConfig: { CookieBehavior: 'none' },
        },
      },
    });
    // Exactly the ids of shows: a pattern with * would hold routes that need a token.
    distribution({
      CacheBehaviors: ['', '/seats/taken'].flatMap((rest) =>
        ['/shows/', '/v1/shows/'].map((folder) =>
          Match.objectLike({
            PathPattern: `${folder}${'?'.repeat(16)}${rest}`,
            CachePolicyId: { Ref: Match.stringLikeRegexp('ShowCache') },
          }),
        ),
      ),
    });
  });

  it.each([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504])(
    'never caches a %i',
    (status) => {
      distribution({
        CustomErrorResponses: Match.arrayWith([{ ErrorCode: status, ErrorCachingMinTTL: 0 }]),
      });
    },
  );

  it('adds the security headers to every response', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY' },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
          ContentSecurityPolicy: {
            ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
          },
        },
      },
    });
  });

  it('answers at the configured domain name', () => {
    distribution({
      Aliases: ['tickets.example'],
      ViewerCertificate: { AcmCertificateArn: domain.certificateArn },
    });
    template.hasOutput('ApiUrl', { Value: 'https://tickets.example' });
    template.hasOutput('DomainTarget', { Value: { 'Fn::GetAtt': Match.anyValue() } });
  });
});

describe('a stage with a firewall and without a domain name', () => {
  const { template } = synthesizeEdge({ firewall });

  it('uses the name that CloudFront gives', () => {
    const [id] = Object.keys(findResources(template, 'AWS::CloudFront::Distribution'));
    template.hasOutput('ApiUrl', {
      Value: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [id, 'DomainName'] }]] },
    });
    expect(findOnly(template, 'AWS::CloudFront::Distribution').Properties).not.toHaveProperty(
      'DistributionConfig.Aliases',
    );
  });
});

describe('a stage without a firewall and a domain name', () => {
  const { template, edge, origin } = synthesizeEdge();

  it('has no CloudFront and no secret, and uses API Gateway’s own URL', () => {
    expect(findResources(template, 'AWS::CloudFront::Distribution')).toEqual({});
    expect(origin).toBeUndefined();
    expect(edge.distribution).toBeUndefined();
    expect(edge.resolve(edge.apiUrl)).toEqual(edge.resolve(edge.httpApi.apiEndpoint));
  });
});
