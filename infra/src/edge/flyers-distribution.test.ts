import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { makeTestApp } from './edge.fixture.ts';
import { FlyersDistribution } from './flyers-distribution.ts';

function flyers() {
  const stack = new Stack(makeTestApp(), 'Data');
  const bucket = new Bucket(stack, 'Bucket', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
  const { url } = new FlyersDistribution(stack, 'Flyers', { stage: 'test', bucket });
  return { stack, url, template: Template.fromStack(stack) };
}

describe('the flyers’ distribution', () => {
  const { stack, url, template } = flyers();
  const [distribution = ''] = Object.keys(template.findResources('AWS::CloudFront::Distribution'));

  it('signs its requests to the bucket', () => {
    template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: {
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    });
  });

  it('is the only reader of the bucket, and may only read', () => {
    const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
    const allowed = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { readonly Effect: string }) => Effect === 'Allow',
    );
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    expect(JSON.stringify(allowed[0].Condition)).toContain(distribution);
  });

  it('allows only reads, over TLS', () => {
    const methods = Match.absent();
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: {
          AllowedMethods: methods,
          ViewerProtocolPolicy: 'redirect-to-https',
        },
      },
    });
  });

  it('lets any page show a flyer, with its content type only', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
        CustomHeadersConfig: {
          Items: [
            { Header: 'cross-origin-resource-policy', Value: 'cross-origin', Override: true },
          ],
        },
      },
    });
  });

  it('has a URL to which the keys of objects are appended', () => {
    expect(stack.resolve(url)).toEqual({
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [distribution, 'DomainName'] }]],
    });
  });
});
