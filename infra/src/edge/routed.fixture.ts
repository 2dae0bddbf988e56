import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { findOnly, findResources } from './edge.fixture.ts';

const RouteProperties = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.string(),
  AuthorizationScopes: z.array(z.string()).default([]),
  AuthorizerId: z.object({ Ref: z.string() }).optional(),
  Target: z.object({
    'Fn::Join': z.tuple([
      z.literal(''),
      z.tuple([z.literal('integrations/'), z.object({ Ref: z.string() })]),
    ]),
  }),
});

export type DeployedRoute = {
  readonly key: string;
  readonly authorization: string;
  readonly scopes: readonly string[];
  readonly hasAuthorizer: boolean;
  /** The integration's target. */
  readonly uri: unknown;
  readonly payload: unknown;
};

/** Finds every route of a template's HTTP API. */
export function findDeployedRoutes(template: Template): readonly DeployedRoute[] {
  const integrations = findResources(template, 'AWS::ApiGatewayV2::Integration');
  return Object.values(findResources(template, 'AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => {
      const route = RouteProperties.parse(Properties);
      const { Ref } = route.Target['Fn::Join'][1][1];
      return {
        key: route.RouteKey,
        authorization: route.AuthorizationType,
        scopes: route.AuthorizationScopes,
        hasAuthorizer: route.AuthorizerId !== undefined,
        uri: integrations[Ref]?.Properties.IntegrationUri,
        payload: integrations[Ref]?.Properties.PayloadFormatVersion,
      };
    },
  );
}

type Token = { readonly aud?: string; readonly client_id?: string; readonly scope?: string };

/**
 * Whether API Gateway would accept a valid token of the user pool, by its documented rules.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function admits(template: Template, { scopes }: DeployedRoute, token: Token): boolean {
  const { JwtConfiguration } = findOnly(template, 'AWS::ApiGatewayV2::Authorizer').Properties;
  const { Audience } = z
    .object({
      Audience: z.array(z.object({ 'Fn::GetStackOutput': z.object({ OutputName: z.string() }) })),
    })
    .parse(JwtConfiguration);
  const id = token.aud ?? token.client_id;
  const clients = Audience.map((client) => client['Fn::GetStackOutput'].OutputName);
  const isForUs = clients.some((client) => id && client.includes(id));
  const has = token.scope?.split(' ') ?? [];
  return isForUs && (scopes.length === 0 || scopes.some((scope) => has.includes(scope)));
}
