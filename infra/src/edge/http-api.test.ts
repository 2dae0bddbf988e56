import { describe, expect, it } from 'vitest';
import { findOnly, findResources, synthesizeEdge } from './edge.fixture.ts';
import { accessLogFields } from './http-api.ts';

const { template } = synthesizeEdge({ browserOrigins: ['https://tickets.example'] });
const { template: closed } = synthesizeEdge({ browserOrigins: [] });
const stage = findOnly(template, 'AWS::ApiGatewayV2::Stage').Properties;

/** Variables of API Gateway that identify the caller or may hold the caller's data. */
const PERSONAL = [
  /identity/i, // Address, user agent, user.
  /authorizer/i, // Claims.
  /path/i, // A user's id.
  /query/i, // Cursors.
  /message/i, // Quotes from the request.
  /domain/i,
  /extendedRequestId/i,
];

describe('the stage', () => {
  it('is the API’s root, and deploys every change', () => {
    expect(stage).toMatchObject({ StageName: '$default', AutoDeploy: true });
  });
});

describe('the access log', () => {
  const { Format: format } = stage.AccessLogSettings as { readonly Format: string };

  it('is one line of JSON', () => {
    expect(JSON.parse(format)).toEqual(accessLogFields);
  });

  it('has the route, the outcome and the duration', () => {
    const variables = Object.values(JSON.parse(format) as Record<string, string>);
    expect(variables).toEqual(
      expect.arrayContaining(['$context.routeKey', '$context.status', '$context.responseLatency']),
    );
  });

  it.each(PERSONAL)('holds nothing that matches %s', (personal) => {
    expect(Object.values(accessLogFields).filter((field) => personal.test(field))).toEqual([]);
  });

  it('has its own log group, kept as long as the stage’s logs', () => {
    const groups = Object.values(findResources(template, 'AWS::Logs::LogGroup'));
    expect(groups.map(({ Properties }) => Properties)).toContainEqual(
      expect.objectContaining({
        LogGroupName: '/aws/vendedlogs/willcall-test-api',
        RetentionInDays: 7,
      }),
    );
  });
});

describe('CORS', () => {
  it('allows the configured origins, the methods of the routes and the headers in use', () => {
    expect(findOnly(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration).toEqual({
      AllowCredentials: false,
      AllowOrigins: ['https://tickets.example'],
      AllowMethods: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'],
      AllowHeaders: [
        'authorization',
        'content-type',
        'idempotency-key',
        'if-none-match',
        'x-correlation-id',
      ],
      ExposeHeaders: [
        'etag',
        'location',
        'retry-after',
        'idempotency-key',
        'x-correlation-id',
        'deprecation',
        'sunset',
      ],
      MaxAge: 7_200,
    });
  });

  it('is off without configured origins', () => {
    expect(findOnly(closed, 'AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty(
      'CorsConfiguration',
    );
  });
});
