import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { vi } from 'vitest';
import type { DeployedStage, StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { makeApp, makeStacks } from './make-stacks.ts';

/** Milliseconds. Stacks take a second or two to make, and many times that on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

/** A resource as a template has it. */
export type Resource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
};

/** A stage's templates, with nothing bundled: only what they say matters. */
export type StageTemplates = {
  readonly data: Template;
  readonly messaging: Template;
  readonly compute: Template;
  /** Every resource of every stack, by its stack's and its own logical id. */
  readonly resources: ReadonlyMap<string, Resource>;
};

const made = new Map<DeployedStage, StageTemplates>();

/** The templates of a stage as it is configured, made once for all tests of a file. */
export const stageTemplates = (stage: DeployedStage): StageTemplates => {
  const templates = made.get(stage) ?? synthesizeTemplates(stage, stageConfigurations[stage]);
  made.set(stage, templates);
  return templates;
};

/** The templates of a stage as a test wants it. */
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

/** The resources of a type, with their ids. */
export const findByType = (
  { resources }: Pick<StageTemplates, 'resources'>,
  type: string,
): [string, Resource][] => [...resources].filter(([, resource]) => resource.Type === type);
