import { DEPLOYABLE_STAGES } from '../command/stage-options.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
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

/** Synthesizes every stage that is deployed to AWS, and `dev` with the page, whose front it has only then. */
export const synthesizePricedStages = (): StageTemplates[] => [
  ...DEPLOYABLE_STAGES.map((stage) => ({ stage, templates: synthesizeStage(stage).templates })),
  { stage: 'dev with page', templates: synthesizeStage('dev', { changes: PAGE }).templates },
];
