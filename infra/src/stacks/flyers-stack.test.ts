import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { stageConfigurations } from '../configuration/stages.ts';
import { makeFlyersUrl } from './flyers-stack.ts';
import { makeApp } from './make-stacks.ts';

const make = (stage: 'dev' | 'localstack', context: Readonly<Record<string, string>> = {}) => {
  const app = makeApp(context);
  const bucket = new Bucket(new Stack(app, 'Data'), 'Bucket');
  const configuration = stageConfigurations[stage];
  return { app, url: makeFlyersUrl(app, 'Flyers', { stage, configuration, bucket }) };
};

describe('the URL of flyers', () => {
  it('is CloudFront’s, in a stack of its own', () => {
    const { app, url } = make('dev');
    const flyers = app.node.findChild('Flyers');
    expect(Stack.of(flyers).resolve(url)).toEqual({
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [expect.any(String), 'DomainName'] }]],
    });
  });

  it('is LocalStack’s URL with its port, which the bucket’s domain name lacks', () => {
    const { app, url } = make('localstack');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4566\/\S+$/);
    expect(app.node.tryFindChild('Flyers')).toBeUndefined();
  });

  it('is the URL of another LocalStack if that is deployed to', () => {
    const { url } = make('localstack', { endpoint: 'http://127.0.0.1:4600' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4600\/\S+$/);
  });
});
