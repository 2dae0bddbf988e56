import { join } from 'node:path';
import { DOCS_POLICY } from '@willcall/api-docs';
import {
  makeSecurityPolicy,
  OPENER_POLICY,
  PAGE_ROUTES,
  type PageOrigins,
} from '@willcall/box-office';
import type { StageName } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import {
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  Function as ViewerFunction,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { makeSecurityHeaders } from './distribution.ts';
import { makePrivateOrigin } from './private-origin.ts';

/** The page of the box office as the distribution of the API serves it. */
export type ServedPage = {
  /** The private bucket with its files. */
  readonly bucket: IBucket;
  readonly origins: PageOrigins;
};

/** The pages about the API, and the document that they read. */
export const DOCS_ROUTES = ['/docs', '/docs/*', '/openapi.json'] as const;

/**
 * Makes the behaviors of the page's paths. Their origin is the bucket and not the API, so the API's secret
 * header is not sent there. Nothing of a request but its path is forwarded: not the code of a sign-in either.
 */
export function makePageBehaviors(
  scope: Construct,
  { stage, bucket, origins }: ServedPage & { readonly stage: StageName },
): Readonly<Record<string, BehaviorOptions>> {
  const parts = new Construct(scope, 'Page');
  const name = `willcall-${stage}-page`;
  const behavior = {
    origin: makePrivateOrigin(parts, bucket),
    // People type addresses. What they then send is no secret yet.
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: makeFilesCachePolicy(parts, name),
    compress: true,
    functionAssociations: [
      { eventType: FunctionEventType.VIEWER_REQUEST, function: makeRoutes(parts, name) },
    ],
  };
  const page = {
    ...behavior,
    responseHeadersPolicy: makeSecurityHeaders(parts, 'Headers', name, {
      policy: makeSecurityPolicy(origins),
      more: [{ ...OPENER_POLICY, override: true }],
    }),
  };
  const docs = {
    ...behavior,
    responseHeadersPolicy: makeSecurityHeaders(parts, 'DocsHeaders', `willcall-${stage}-docs`, {
      policy: DOCS_POLICY,
    }),
  };
  return Object.fromEntries([
    ...PAGE_ROUTES.map((path) => [path, page]),
    ...DOCS_ROUTES.map((path) => [path, docs]),
  ]);
}

const makeRoutes = (scope: Construct, functionName: string): ViewerFunction =>
  new ViewerFunction(scope, 'Routes', {
    functionName,
    comment: 'Finds the file of a path of the box office',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'page-routes.js') }),
  });

/** The longest that a file may be cached: its `Cache-Control` decides, which the deployment sets. */
const MAX_TTL = Duration.days(365);

/** Caches a file by its path alone. With a minimum of zero, `no-cache` and `no-store` are kept. */
const makeFilesCachePolicy = (scope: Construct, cachePolicyName: string): CachePolicy =>
  new CachePolicy(scope, 'Cache', {
    cachePolicyName,
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: MAX_TTL,
    headerBehavior: CacheHeaderBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    cookieBehavior: CacheCookieBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
