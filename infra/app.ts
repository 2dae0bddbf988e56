import { parseStage, stageConfigurations } from './src/configuration/stages.ts';
import { makeApp, makeStacks } from './src/stacks/make-stacks.ts';

const app = makeApp();
const stage = parseStage(app.node.tryGetContext('stage'));
const region: unknown = app.node.tryGetContext('region') ?? process.env.CDK_DEFAULT_REGION;
makeStacks(
  app,
  stage,
  stageConfigurations[stage],
  typeof region === 'string' && region !== '' ? { region } : {},
);
