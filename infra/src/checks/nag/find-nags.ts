import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { DeployedStage } from '../../configuration/stage-configuration.ts';
import { type Acknowledgement, acknowledgements } from './acknowledgements.ts';

export type Nags = {
  /** A line for each finding that nobody has given a reason for. */
  readonly open: readonly string[];
  /** The acknowledgements that were needed. */
  readonly used: ReadonlySet<Acknowledgement>;
};

/** What the AwsSolutions rules find in an app, once everything that is meant to be so is acknowledged. */
export const findNags = (app: App, stage: DeployedStage): Nags => {
  const used = new Set<Acknowledgement>();
  const byPath = new Map(app.node.findAll().map((each) => [each.node.path, each]));
  for (const { rule: id, path } of findings(app)) {
    const meant = acknowledgements.find((each) => concerns(each, stage, id, placeOf(path)));
    const construct = byPath.get(path);
    if (meant === undefined || construct === undefined) continue;
    used.add(meant);
    Validations.of(construct).acknowledge({ id, reason: meant.reason });
  }
  return { open: findings(app).map(({ rule, path }) => `${rule}: ${placeOf(path)}`), used };
};

type Finding = { readonly rule: string; readonly path: string };

const findings = (app: App): Finding[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName: rule, violatingResources }) =>
      violatingResources.map(({ constructPath: path = '' }) => ({ rule, path })),
    );

const concerns = (
  { rule, where, stages }: Acknowledgement,
  stage: DeployedStage,
  id: string,
  place: string,
): boolean =>
  rule.test(id) && where.test(place) && (stages === undefined || stages.includes(stage));

/** A path without the part that names the stage. */
const placeOf = (path: string): string => path.replace(/^Willcall-[A-Za-z]+-/, '');
