import { beforeAll, describe, expect, it } from 'vitest';
import type { DeployedStage } from '../configuration/stage-configuration.ts';
import { computeFixedPrices } from '../costs/fixed-prices.ts';
import { LEAST_BOOTSTRAP_VERSION } from '../preflight/account-checks.ts';
import { findResources } from '../stacks/stack-template.ts';
import { type SynthesizedStage, synthesizeStage } from '../stacks/synthesize-stage.ts';
import { findPublicAccess, findWildcards } from './access-findings.ts';
import {
  findDistributionsBesideData,
  findImports,
  findLeftByFailedCreation,
} from './deployment-findings.ts';
import { type Acknowledgement, acknowledgements, findNags, type Nags } from './nag-findings.ts';
import {
  findForeignNames,
  findLogsWithoutRetention,
  findQueuesWithoutDeadLetters,
  findTargetsWithoutDeadLetters,
} from './resource-findings.ts';

const STAGES: readonly DeployedStage[] = ['dev', 'staging', 'prod', 'localstack'];

/** A person empties these queues, so they have no dead-letter queue. */
const FINAL_QUEUES = ['-parked-'];

const acknowledged = new Set<Acknowledgement>();

describe.each(STAGES)('stage %s', (stage) => {
  let synthesized: SynthesizedStage;
  let nags: Nags;

  beforeAll(() => {
    synthesized = synthesizeStage(stage);
    nags = findNags(synthesized.app, stage);
    for (const each of nags.used) acknowledged.add(each);
  });

  it('has at least a queue, a function and a table', () => {
    const types = new Set(findResources(synthesized.templates).map(({ Type }) => Type));
    expect([...types]).toEqual(
      expect.arrayContaining(['AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table']),
    );
  });

  it('breaks no rule of AwsSolutions without a reason', () => {
    expect(nags.open).toEqual([]);
  });

  it('allows nothing by a wildcard', () => {
    expect(findWildcards(synthesized.templates)).toEqual([]);
  });

  it('makes only its API and flyers public', () => {
    expect(findPublicAccess(synthesized.templates)).toEqual([]);
  });

  it('has a dead-letter queue for every queue and every target', () => {
    expect(findQueuesWithoutDeadLetters(synthesized.templates, FINAL_QUEUES)).toEqual([]);
    expect(findTargetsWithoutDeadLetters(synthesized.templates)).toEqual([]);
  });

  it('has a retention for every log group', () => {
    expect(findLogsWithoutRetention(synthesized.templates)).toEqual([]);
  });

  it('has its name in the name of every resource, so two stages fit in one account', () => {
    expect(findForeignNames(synthesized.templates, stage)).toEqual([]);
  });

  it('can be created again after a creation that failed', () => {
    expect(findLeftByFailedCreation(synthesized.templates)).toEqual([]);
    expect(findDistributionsBesideData(synthesized.templates)).toEqual([]);
  });

  // The free LocalStack image knows only exports and imports. Nobody goes back there.
  it.skipIf(stage === 'localstack')('goes back to a commit whose stacks share less', () => {
    expect(findImports(synthesized.assembly.stacks.map(({ template }) => template))).toEqual([]);
  });

  it('has a known fixed price for every resource, and no fixed costs as stage dev', () => {
    const prices = computeFixedPrices(synthesized.templates);
    expect(prices.length > 0).toBe(
      stage === 'staging' || stage === 'prod' || stage === 'localstack',
    );
  });

  it('needs no newer bootstrap stack than the one that a deployment asks for', () => {
    const required = synthesized.assembly.stacks.map((each) => each.requiresBootstrapStackVersion);
    expect(new Set(required)).toEqual(new Set([LEAST_BOOTSTRAP_VERSION]));
  });

  it('is synthesized without a lookup in an account', () => {
    expect(synthesized.assembly.manifest.missing ?? []).toEqual([]);
  });
});

it('every acknowledgement is needed in at least one stage', () => {
  expect(acknowledgements.filter((each) => !acknowledged.has(each))).toEqual([]);
});
