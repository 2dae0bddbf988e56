import { openPage, PAGE_ROUTES } from '@willcall/box-office';
import { ORIGIN_HEADER } from '@willcall/contracts';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { findOnly, findResources, synthesizeEdge } from './edge.fixture.ts';
import { DOCS_ROUTES } from './page-behaviors.ts';
import { findObject, VIEWER_FUNCTION } from './page-routes.fixture.ts';

const domain = {
  name: 'tickets.example',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/example',
};
const { template } = synthesizeEdge({ domain, page: true });

const Behavior = z.object({
  PathPattern: z.string().optional(),
  TargetOriginId: z.string(),
  ViewerProtocolPolicy: z.string(),
  AllowedMethods: z.array(z.string()).optional(),
  OriginRequestPolicyId: z.unknown().optional(),
  ResponseHeadersPolicyId: z.object({ Ref: z.string() }),
  FunctionAssociations: z.array(z.object({ EventType: z.string() })).optional(),
});
const Distribution = z.object({
  DistributionConfig: z.object({
    CacheBehaviors: z.array(Behavior),
    DefaultCacheBehavior: Behavior,
    Origins: z.array(
      z.object({
        Id: z.string(),
        OriginCustomHeaders: z.array(z.object({ HeaderName: z.string() })).optional(),
        OriginAccessControlId: z.unknown().optional(),
      }),
    ),
  }),
});
const { DistributionConfig: config } = Distribution.parse(
  findOnly(template, 'AWS::CloudFront::Distribution').Properties,
);
const behaviorOf = (path: string) =>
  config.CacheBehaviors.find(({ PathPattern }) => PathPattern === path);
const originOf = (path: string) =>
  config.Origins.find(({ Id }) => Id === behaviorOf(path)?.TargetOriginId);
const policyOf = (path: string): string =>
  JSON.stringify(
    findResources(template, 'AWS::CloudFront::ResponseHeadersPolicy')[
      behaviorOf(path)?.ResponseHeadersPolicyId.Ref ?? ''
    ],
  );

const ROUTES = [...PAGE_ROUTES, ...DOCS_ROUTES];

describe('a stage with a page', () => {
  it('serves the paths of the page and of the pages about the API from the bucket, and no other', () => {
    const files = config.CacheBehaviors.filter(({ FunctionAssociations }) => FunctionAssociations);
    expect(files.map(({ PathPattern }) => PathPattern)).toEqual(ROUTES);
    const api = config.DefaultCacheBehavior.TargetOriginId;
    for (const path of ROUTES) expect(behaviorOf(path)?.TargetOriginId).not.toBe(api);
    expect(config.Origins).toHaveLength(2);
  });

  it.each(ROUTES)(
    'sends no secret of the API for %s, and signs what it asks the bucket',
    (path) => {
      expect(originOf(path)?.OriginCustomHeaders).toBeUndefined();
      expect(originOf(path)?.OriginAccessControlId).toBeDefined();
      expect(behaviorOf(path)?.OriginRequestPolicyId).toBeUndefined();
    },
  );

  it('sends the secret to the API alone', () => {
    const withSecret = config.Origins.filter(({ OriginCustomHeaders = [] }) =>
      OriginCustomHeaders.some(({ HeaderName }) => HeaderName === ORIGIN_HEADER),
    );
    expect(withSecret.map(({ Id }) => Id)).toEqual([config.DefaultCacheBehavior.TargetOriginId]);
  });

  it.each(ROUTES)('allows only reads of %s, over TLS', (path) => {
    expect(behaviorOf(path)).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https' });
    expect(behaviorOf(path)?.AllowedMethods).toBeUndefined();
  });

  it.each(PAGE_ROUTES)(
    'lets %s run its own scripts, read flyers, upload them and sign in',
    (path) => {
      expect(policyOf(path)).toContain("script-src 'self'");
      expect(policyOf(path)).not.toContain('sandbox');
      expect(policyOf(path)).toMatch(/img-src 'self' https:\/\/flyers\.example\.com blob:;/);
      expect(policyOf(path)).toMatch(/connect-src 'self' https:\/\/uploads\.example\.com /);
      expect(policyOf(path)).toMatch(/\.auth\..+\.amazoncognito\.com; manifest-src/);
      expect(policyOf(path)).toContain('cross-origin-opener-policy');
    },
  );

  it.each(DOCS_ROUTES)('lets %s draw its icons, and send requests to the API alone', (path) => {
    expect(policyOf(path)).toContain("img-src 'self' data:");
    expect(policyOf(path)).toContain("connect-src 'self';");
  });

  it('keeps the policy of data for every answer of the API', () => {
    const { Ref } = config.DefaultCacheBehavior.ResponseHeadersPolicyId;
    const policies = findResources(template, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(JSON.stringify(policies[Ref])).toContain("default-src 'none'; frame-ancestors");
    expect(Object.keys(policies)).toHaveLength(3);
  });

  it('lets the Cache-Control of each file decide how long it is kept', () => {
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'willcall-test-page',
        MinTTL: 0,
        DefaultTTL: 0,
        MaxTTL: 31_536_000,
        ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
          HeadersConfig: { HeaderBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
          CookiesConfig: { CookieBehavior: 'none' },
        }),
      },
    });
  });
});

it('a stage without a page has only the paths of the API', () => {
  const { template: without } = synthesizeEdge({ domain });
  expect(findResources(without, 'AWS::CloudFront::Function')).toEqual({});
  expect(JSON.stringify(without.toJSON())).not.toContain('/app/*');
});

/** Paths, and the object of the bucket that each shows. */
const OBJECTS = [
  ['/', '/index.html'],
  ['/app/', '/index.html'],
  ['/app/shows/AAAAAAAAAAAAAAAA', '/index.html'],
  ['/app/shows/AAAAAAAAAAAAAAAA/live', '/index.html'],
  ['/app/organise', '/index.html'],
  ['/app/v1.2/shows', '/index.html'],
  ['/signed-in', '/index.html'],
  ['/signed-out', '/index.html'],
  ['/app/config.json', '/app/config.json'],
  ['/app/assets/index-1a2b.js', '/app/assets/index-1a2b.js'],
  ['/docs', '/docs/index.html'],
  ['/docs/', '/docs/index.html'],
  ['/docs/start.js', '/docs/start.js'],
  ['/docs/nothing', '/docs/nothing'],
  ['/openapi.json', '/openapi.json'],
] as const;

test.each(OBJECTS)('the viewer function shows for %s the object %s', (path, object) => {
  expect(findObject(path)).toBe(object);
});

it('the viewer function uses no JavaScript that CloudFront lacks', () => {
  expect(VIEWER_FUNCTION).not.toMatch(
    /(const|let|var)\s*[{[]|\?\.|\?\?|=>\s*\{|\.\.\.|import |export /,
  );
});

it('the viewer function is the one that is deployed', () => {
  template.hasResourceProperties('AWS::CloudFront::Function', {
    Name: 'willcall-test-page',
    FunctionCode: VIEWER_FUNCTION,
    FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
  });
});

test.each(OBJECTS.filter(([, object]) => object === '/index.html'))(
  'the local gateway shows for %s the same view',
  async (path) => {
    const page = openPage(() => Promise.reject(new Error('not built')));
    // A page that was not built says why at every view, and has no files.
    expect(await page.find(path)).toMatchObject({ status: 503 });
  },
);
