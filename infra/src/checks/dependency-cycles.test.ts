import { describe, expect, it } from 'vitest';
import type { DeployedStage } from '../configuration/stage-configuration.ts';
import { synthesizeStage } from '../stacks/synthesize-stage.ts';
import { findDependencyCycles } from './dependency-cycles.ts';

/** Covers all stages. CloudFormation once rejected a cycle through the aliases of staging and prod. */
const STAGES: readonly DeployedStage[] = ['dev', 'staging', 'prod', 'localstack'];
it.each(STAGES)('the templates of stage %s have no circular dependency', (stage) => {
  const { templates } = synthesizeStage(stage);
  expect(templates.flatMap(findDependencyCycles)).toEqual([]);
});

describe('a circular dependency', () => {
  it.each([
    ['Ref', { Properties: { a: [{ Ref: 'B' }] } }],
    ['Fn::GetAtt', { Properties: { a: { 'Fn::GetAtt': ['B', 'Arn'] } } }],
    ['Fn::GetAtt as text', { Properties: { a: { 'Fn::GetAtt': 'B.Arn' } } }],
    ['Fn::Sub', { Properties: { a: { 'Fn::Sub': `x-\${B.Arn}-\${AWS::Region}` } } }],
    ['Fn::Sub with variables', { Properties: { a: { 'Fn::Sub': [`\${B}\${c}`, { c: 'd' }] } } }],
    ['DependsOn', { DependsOn: 'B' }],
    ['DependsOn as a list', { DependsOn: ['B'] }],
    ['UpdatePolicy', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: { a: { Ref: 'B' } } } }],
  ])('is found through %s', (_, reference) => {
    const resources = {
      A: { Type: 'T', ...reference },
      B: { Type: 'T', Properties: { a: { Ref: 'A' } } },
      C: { Type: 'T', Properties: { a: { Ref: 'A' }, region: { Ref: 'AWS::Region' } } },
    };
    expect(findDependencyCycles({ stack: 'S', resources })).toEqual(['S: A → B → A']);
  });

  it('is not reported if references only go one way', () => {
    const resources = {
      A: { Type: 'T', Properties: { a: { Ref: 'B' }, escaped: { 'Fn::Sub': `\${!A}` } } },
      B: { Type: 'T', DependsOn: 'C' },
      C: { Type: 'T' },
    };
    expect(findDependencyCycles({ stack: 'S', resources })).toEqual([]);
  });
});
