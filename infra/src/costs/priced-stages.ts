import { DEPLOYABLE_STAGES, type DeployableStage } from '../command/stage-options.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { synthesizeStage } from '../stacks/synthesize-stage.ts';
import type { StageTemplates } from './cost-table.ts';

/** What a stage needs to have the page. Any domain costs the same. */
const PAGE = {
  page: true,
  domain: {
    name: 'tickets.example',
    certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/example',
  },
} as const satisfies Partial<StageConfiguration>;

/** What a stage needs to take payments. Both modes cost the same. */
const PAYMENTS = { payments: { mode: 'test' } } as const satisfies Partial<StageConfiguration>;

/**
 * Synthesizes every stage that is deployed to AWS, `dev` with the page, whose front it has only then, and the smallest
 * and the largest stage with payments.
 */
export const synthesizePricedStages = (): StageTemplates[] => [
  ...DEPLOYABLE_STAGES.map((stage) => synthesizePriced(stage)),
  { ...synthesizePriced('dev', PAGE), stage: 'dev with page' },
  { ...synthesizePriced('dev', PAYMENTS), stage: 'dev with payments' },
  { ...synthesizePriced('prod', PAYMENTS), stage: 'prod with payments' },
];

const synthesizePriced = (
  stage: DeployableStage,
  changes: Partial<StageConfiguration> = {},
): StageTemplates => ({
  stage,
  configuration: { ...stageConfigurations[stage], ...changes },
  templates: synthesizeStage(stage, { changes }).templates,
});
