import { allRoutes, type Route } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { findOnly, findResources, synthesizeEdge } from './edge.fixture.ts';
import { findDeployedRoutes } from './routed.fixture.ts';

const { template } = synthesizeEdge({
  throttles: {
    default: { ratePerSecond: 7, burst: 11 },
    routes: { 'POST /purchases': { ratePerSecond: 100, burst: 200 } },
  },
  payments: { mode: 'test' },
});
const deployed = findDeployedRoutes(template);
/** With and without the version, and HEAD wherever GET is. */
const both = ({ method, path }: Route) =>
  (method === 'GET' ? ['GET', 'HEAD'] : [method]).flatMap((each) => [
    `${each} ${path}`,
    `${each} /v1${path}`,
  ]);
const found = (key: string) => deployed.find((route) => route.key === key);
const keysOf = (access: Route['access']) =>
  allRoutes.filter((route) => route.access === access).flatMap(both);

describe('the HTTP API', () => {
  it('has each route of the table with and without the version, and no other', () => {
    expect(deployed.map(({ key }) => key).sort()).toEqual(allRoutes.flatMap(both).sort());
  });

  it.each(allRoutes)('$method $path calls the alias of $function, with payload 2.0', (route) => {
    for (const key of both(route)) {
      expect(found(key)).toMatchObject({ payload: '2.0' });
      expect(JSON.stringify(found(key)?.uri)).toMatch(
        new RegExp(`PublishOutputRef${route.function.replaceAll('-', '')}live`),
      );
    }
  });

  it.each(keysOf('anybody'))('%s is public', (key) => {
    expect(found(key)).toMatchObject({ authorization: 'NONE', hasAuthorizer: false, scopes: [] });
  });

  it.each(keysOf('buyer'))('%s requires a token with the buy or the admin scope', (key) => {
    expect(found(key)).toMatchObject({
      authorization: 'JWT',
      hasAuthorizer: true,
      scopes: ['willcall/buy', 'willcall/admin'],
    });
  });

  it.each(keysOf('admin'))('%s requires a token with the admin scope', (key) => {
    expect(found(key)).toMatchObject({
      authorization: 'JWT',
      hasAuthorizer: true,
      scopes: ['willcall/admin'],
    });
  });

  it('has one permission for each function, for this API only', () => {
    const permissions = Object.values(findResources(template, 'AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties)
      .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com');
    expect(permissions).toHaveLength(new Set(allRoutes.map((route) => route.function)).size);
    for (const { SourceArn } of permissions) {
      expect(JSON.stringify(SourceArn)).toMatch(/execute-api:eu-central-1:.*\{"Ref":"Api[^"]*"\}/);
    }
  });
});

it('a stage that takes no payments has neither the route to pay nor that of webhooks', () => {
  const keys = findDeployedRoutes(synthesizeEdge().template).map(({ key }) => key);
  expect(deployed.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual(
    allRoutes.filter((route) => route.function === 'payments').flatMap(both),
  );
});

describe('the throttles', () => {
  const stage = findOnly(template, 'AWS::ApiGatewayV2::Stage');
  const settings = stage.Properties.RouteSettings as Record<string, unknown>;

  it('are set for each route separately', () => {
    expect(Object.keys(settings).sort()).toEqual(allRoutes.flatMap(both).sort());
  });

  it.each(['POST /purchases', 'POST /v1/purchases'])('of %s are its own', (key) => {
    expect(settings[key]).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
  });

  it.each(['GET /shows', 'GET /v1/purchases/{purchaseId}'])('of %s are the default', (key) => {
    expect(settings[key]).toMatchObject({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 11 });
  });

  it('are set after the routes exist, as API Gateway requires', () => {
    const made = Object.keys(findResources(template, 'AWS::ApiGatewayV2::Route'));
    expect(stage.DependsOn).toEqual(expect.arrayContaining(made));
  });
});
