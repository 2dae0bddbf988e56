import type { IssuerSettings } from '@willcall/box-office';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeFixedPrices } from '../costs/fixed-prices.ts';
import { everySetting } from '../stacks/every-setting.fixture.ts';
import { findObjects, findResources } from '../stacks/stack-template.ts';
import { type SynthesizedStage, synthesizeStage } from '../stacks/synthesize-stage.ts';
import { findPublicAccess, findWildcards } from './access-findings.ts';
import { findDependencyCycles } from './dependency-cycles.ts';
import {
  findDistributionsBesideData,
  findImports,
  findLeftByFailedCreation,
} from './deployment-findings.ts';
import { findNags } from './nag-findings.ts';
import { findForeignNames, findLogsWithoutRetention } from './resource-findings.ts';

const signIn: IssuerSettings = {
  authorizationUrl: 'https://login.example/authorize',
  tokenUrl: 'https://login.example/token',
  clients: { buyers: { id: 'a', scopes: ['openid'] }, staff: { id: 'b', scopes: ['openid'] } },
};

describe.each([
  ['its own user pool', everySetting],
  [
    'another issuer',
    {
      ...everySetting,
      identity: {
        kind: 'issuer',
        issuer: 'https://login.example',
        audience: ['willcall'],
        signIn,
      } as const,
    },
  ],
])('a stage with every setting and %s', (_, changes) => {
  let synthesized: SynthesizedStage;

  beforeAll(() => {
    synthesized = synthesizeStage('prod', { changes });
  });

  it('has a stack for its page', () => {
    const names = synthesized.templates.map(({ stack }) => stack);
    expect(names).toContain('Willcall-Prod-Page');
    expect(findResources(synthesized.templates, 'AWS::CloudFront::Distribution')).toHaveLength(2);
  });

  it('has no circle in a stack', () => {
    expect(synthesized.templates.flatMap(findDependencyCycles)).toEqual([]);
  });

  it('has stacks that read only from those that are deployed before them', () => {
    const before = new Set<string>();
    let reads = 0;
    for (const { stackName, template } of synthesized.assembly.stacks) {
      for (const { 'Fn::GetStackOutput': read } of findObjects(template)) {
        if (read === undefined) continue;
        reads += 1;
        const { StackName } = read as { readonly StackName: string };
        expect(before, `${stackName} reads from ${StackName}`).toContain(StackName);
      }
      before.add(stackName);
    }
    expect(reads).toBeGreaterThan(20);
    expect(findImports(synthesized.assembly.stacks.map(({ template }) => template))).toEqual([]);
  });

  it('takes uploads and sign-ins from the origin of its page', () => {
    const origin = 'https://tickets.example';
    const flyers = findResources(synthesized.templates, 'AWS::S3::Bucket').flatMap(
      ({ Properties }) => findObjects(Properties?.CorsConfiguration),
    );
    expect(flyers).toContainEqual(
      expect.objectContaining({ AllowedOrigins: expect.arrayContaining([origin]) }),
    );
    const apps = findResources(synthesized.templates, 'AWS::Cognito::UserPoolClient').filter(
      ({ Properties }) => Properties?.GenerateSecret === false,
    );
    for (const { Properties } of apps) {
      expect(Properties?.CallbackURLs).toContain(`${origin}/signed-in`);
      expect(Properties?.LogoutURLs).toContain(`${origin}/signed-out`);
    }
  });

  it('keeps the rules of every stage', () => {
    const { app, templates } = synthesized;
    expect(findNags(app, 'prod').open).toEqual([]);
    expect(findWildcards(templates)).toEqual([]);
    expect(findPublicAccess(templates)).toEqual([]);
    expect(findLogsWithoutRetention(templates)).toEqual([]);
    expect(findForeignNames(templates, 'prod')).toEqual([]);
    expect(findLeftByFailedCreation(templates)).toEqual([]);
    expect(findDistributionsBesideData(templates)).toEqual([]);
    expect(computeFixedPrices(templates).length).toBeGreaterThan(0);
  });
});
