import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { makeTestApp } from './edge.fixture.ts';
import { FlyersDistribution } from './flyers-distribution.ts';
import { allowDistributions } from './private-origin.ts';

function flyers() {
  const app = makeTestApp();
  const data = new Stack(app, 'Data');
  const bucket = new Bucket(data, 'Bucket', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
  allowDistributions(bucket);
  const stack = new Stack(app, 'Flyers');
  const { url } = new FlyersDistribution(stack, 'Flyers', { stage: 'test', bucket });
  return { stack, url, template: Template.fromStack(stack), data: Template.fromStack(data) };
}

describe('the flyers’ distribution', () => {
  const { stack, url, template, data } = flyers();
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

  it('reads the bucket as a distribution of this account, and may only read', () => {
    const [policy] = Object.values(data.findResources('AWS::S3::BucketPolicy'));
    const allowed = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { readonly Effect: string }) => Effect === 'Allow',
    );
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    const parts = ['arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }];
    expect(allowed[0].Condition).toEqual({
      ArnLike: { 'AWS:SourceArn': { 'Fn::Join': ['', [...parts, ':distribution/*']] } },
    });
  });

  it('is not needed by the stack of the bucket, which is deployed first', () => {
    expect(JSON.stringify(data.toJSON())).not.toContain('Distribution');
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: [
          {
            DomainName: {
              'Fn::Join': [
                '',
                [
                  Match.objectLike({ 'Fn::GetStackOutput': Match.anyValue() }),
                  '.s3.',
                  { Ref: 'AWS::Region' },
                  '.',
                  { Ref: 'AWS::URLSuffix' },
                ],
              ],
            },
          },
        ],
      },
    });
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
