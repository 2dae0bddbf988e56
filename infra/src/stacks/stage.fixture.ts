import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { vi } from 'vitest';
import type { DeployedStage, StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { makeApp, makeStacks } from './make-stacks.ts';

/** Milliseconds. Synthesis takes a second or two, and many times that on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

/** A resource of a template. */
export type Resource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
};

/** A stage's templates, synthesized without bundling code. */
export type StageTemplates = {
  readonly data: Template;
  readonly messaging: Template;
  readonly compute: Template;
  /** Every resource of every stack, by `<stack>/<logical id>`. */
  readonly resources: ReadonlyMap<string, Resource>;
};

const made = new Map<string, StageTemplates>();

/** The templates of a stage with its own configuration, synthesized once for all tests of a file. */
export const stageTemplates = (stage: DeployedStage): StageTemplates => {
  const templates = made.get(stage) ?? synthesizeTemplates(stage, stageConfigurations[stage]);
  made.set(stage, templates);
  return templates;
};

/** The templates of a stage that takes payments, synthesized once for all tests of a file. */
export const payingTemplates = (stage: DeployedStage): StageTemplates => {
  const name = `${stage} with payments`;
  const templates =
    made.get(name) ??
    synthesizeTemplates(stage, { ...stageConfigurations[stage], payments: { mode: 'test' } });
  made.set(name, templates);
  return templates;
};

/** Synthesizes the templates of a stage with a test's configuration. */
export const synthesizeTemplates = (
  stage: DeployedStage,
  configuration: StageConfiguration,
): StageTemplates => {
  const app = makeApp({ 'aws:cdk:bundling-stacks': [] });
  const { data, messaging, compute } = makeStacks(app, stage, configuration, {
    region: 'eu-central-1',
  });
  const stacks = app.node.findAll().filter((node): node is Stack => 'templateOptions' in node);
  return {
    data: Template.fromStack(data),
    messaging: Template.fromStack(messaging),
    compute: Template.fromStack(compute),
    resources: new Map(stacks.flatMap(resourcesOf)),
  };
};

const resourcesOf = (stack: Stack): [string, Resource][] => {
  const { Resources = {} } = Template.fromStack(stack).toJSON();
  return Object.entries<Resource>(Resources).map(([id, resource]) => [
    `${stack.stackName}/${id}`,
    resource,
  ]);
};

/** Finds the resources of a type, with their ids. */
export const findByType = (
  { resources }: Pick<StageTemplates, 'resources'>,
  type: string,
): [string, Resource][] => [...resources].filter(([, resource]) => resource.Type === type);
