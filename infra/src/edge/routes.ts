import {
  allRoutes,
  listMethods,
  type Route,
  type RouteAccess,
  VERSION_PREFIX,
} from '@willcall/contracts';
import type { FunctionId, StageName } from '@willcall/topology';
import { Validations } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import { hasFunction } from '../configuration/payments-setting.ts';
import type { AcceptedTokens, StageConfiguration } from '../configuration/stage-configuration.ts';
import { findRequiredScopes } from '../identity/scopes.ts';

/** The aliases that routes invoke, by function. */
export type RoutedFunctions = Readonly<Partial<Record<FunctionId, { readonly alias: IAlias }>>>;

/** The routes of a stage: every route of the table whose function the stage has. */
export const listRoutes = (configuration: Pick<StageConfiguration, 'payments'>): readonly Route[] =>
  allRoutes.filter((route) => hasFunction(configuration, route.function));

type RoutesProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'identity' | 'payments'>;
  readonly functions: RoutedFunctions;
  readonly tokens: AcceptedTokens;
};

/** Adds every route of the stage, with and without the version prefix. */
export function addRoutes(
  api: HttpApi,
  { stage, configuration, functions, tokens }: RoutesProps,
): readonly HttpRoute[] {
  const authorizer = new HttpJwtAuthorizer('Authorizer', tokens.issuer, {
    authorizerName: `willcall-${stage}-tokens`,
    identitySource: ['$request.header.Authorization'],
    jwtAudience: [...tokens.audience],
  });
  const integrationOf = makeIntegrations(functions);
  return listRoutes(configuration).flatMap((route) =>
    mountedPaths(route).flatMap((path) => {
      const added = api.addRoutes({
        path,
        methods: listMethods(route).map((method) => HttpMethod[method]),
        integration: integrationOf(route),
        ...makeAuthorization(route.access, configuration.identity.kind, authorizer),
      });
      if (route.access === 'anybody') added.forEach(acknowledgePublic);
      return added;
    }),
  );
}

const acknowledgePublic = (route: HttpRoute): void =>
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason:
      'Health, shows, titles and seats are for everybody to read, as the definitions say. Webhooks are signed',
  });

const makeAuthorization = (
  access: RouteAccess,
  identity: StageConfiguration['identity']['kind'],
  authorizer: IHttpRouteAuthorizer,
) =>
  access === 'anybody'
    ? { authorizer: new HttpNoneAuthorizer() }
    : { authorizer, authorizationScopes: [...findRequiredScopes(access, identity)] };

/** Makes one integration and one permission for each function, instead of for each route. */
function makeIntegrations(functions: RoutedFunctions): (route: Route) => HttpLambdaIntegration {
  const made = new Map<FunctionId, HttpLambdaIntegration>();
  return ({ function: id, method, path }) => {
    const deployed = functions[id];
    if (deployed === undefined) throw new Error(`${method} ${path} has no function ${id}`);
    const integration =
      made.get(id) ??
      new HttpLambdaIntegration(`Function-${id}`, deployed.alias, {
        // A function's policy is limited to 20 KB, and `shows` has thirty routes.
        scopePermissionToRoute: false,
      });
    made.set(id, integration);
    return integration;
  };
}

/** The paths of a route: as defined, and with the version prefix. */
export const mountedPaths = ({ path }: Pick<Route, 'path'>): readonly string[] => [
  path,
  `${VERSION_PREFIX}${path}`,
];
