import { allRoutes } from '@willcall/contracts';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alias, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { findPageOrigins } from '../configuration/page-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { dev } from '../configuration/stages.ts';
import { makeEdge } from '../stacks/edge-stack.ts';
import { makeIdentity } from '../stacks/identity-stack.ts';
import { makeApp } from '../stacks/make-stacks.ts';
import { makePageBucket } from '../stacks/page-stack.ts';
import { makeOriginSecrets } from './origin-secrets.ts';
import type { RoutedFunctions } from './routes.ts';

/** A region other than CloudFront's. */
const REGION = 'eu-central-1';

/** Makes an app that bundles no code, because tests need only the templates. */
export const makeTestApp = (): App => makeApp({ 'aws:cdk:bundling-stacks': [] });

/** Makes the alias of a function that does nothing. */
export function makeAlias(stack: Stack, id: string): Alias {
  const made = new LambdaFunction(stack, id, {
    code: Code.fromInline('exports.handler = async () => {};'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  const version = made.currentVersion;
  return new Alias(stack, `${id}-live`, { aliasName: 'live', version });
}

/** Makes the functions that routes invoke. */
const makeFunctions = (stack: Stack): RoutedFunctions =>
  Object.fromEntries(
    [...new Set(allRoutes.map((route) => route.function))].map((id) => [
      id,
      { alias: makeAlias(stack, id) },
    ]),
  );

/** Synthesizes the edge of a stage like `dev`, with a test's changes. */
export function synthesizeEdge(changes: Partial<StageConfiguration> = {}) {
  const app = makeTestApp();
  const configuration: StageConfiguration = { ...dev, ...changes };
  const env = { region: REGION };
  const compute = new Stack(app, 'Compute', { env });
  const origin = makeOriginSecrets(compute, { stage: 'test', configuration });
  const common = { env, stage: 'test', configuration };
  const { tokens, signInOrigins } = makeIdentity(app, 'Willcall-Test-Identity', common);
  const bucket = makePageBucket(app, 'Willcall-Test-Page', common);
  const edge = makeEdge(app, 'Willcall-Test-Edge', {
    ...common,
    tokens,
    page: bucket && {
      bucket,
      origins: findPageOrigins(configuration, {
        images: ['https://flyers.example.com'],
        connections: ['https://uploads.example.com', ...signInOrigins],
      }),
    },
    functions: makeFunctions(compute),
    flyersBaseUrl: 'https://flyers.example.com',
    originSecret: origin?.current,
  });
  const stackNamed = (id: string): Stack | undefined => {
    const found = app.node.tryFindChild(id);
    return found instanceof Stack ? found : undefined;
  };
  const identity = stackNamed('Willcall-Test-Identity');
  return {
    app,
    edge,
    compute,
    origin,
    waf: stackNamed('Willcall-Test-Edge-Waf'),
    template: Template.fromStack(edge),
    identity: identity && Template.fromStack(identity),
  };
}

/** A resource of a template. Tests know its properties. */
export type FoundResource = {
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
};

/** Every resource of a type, by its logical id. */
export const findResources = (
  template: Template,
  type: string,
): Readonly<Record<string, FoundResource>> =>
  template.findResources(type) as Readonly<Record<string, FoundResource>>;

/** Finds the only resource of a type. @throws Error if there is none, or more than one */
export function findOnly(template: Template, type: string): FoundResource {
  const [found, ...more] = Object.values(findResources(template, type));
  if (found === undefined || more.length > 0) throw new Error(`not exactly one ${type}`);
  return found;
}
