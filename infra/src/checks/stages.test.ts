import { beforeAll, describe, expect, it } from 'vitest';
import type { DeployedStage } from '../configuration/stage-configuration.ts';
import { computeFixedPrices } from '../costs/fixed-prices.ts';
import { findResources } from '../stacks/stack-template.ts';
import { type SynthesizedStage, synthesizeStage } from '../stacks/synthesize-stage.ts';
import { findPublicAccess, findWildcards } from './access-findings.ts';
import { type Acknowledgement, acknowledgements, findNags, type Nags } from './nag-findings.ts';
import {
  findForeignNames,
  findLogsWithoutRetention,
  findQueuesWithoutDeadLetters,
  findTargetsWithoutDeadLetters,
} from './resource-findings.ts';

const STAGES: readonly DeployedStage[] = ['dev', 'staging', 'prod', 'localstack'];

/** A busy machine takes a minute for what takes seconds. */
const SLOW_MACHINE_MS = 240_000;

/** A person empties them, so nothing comes after them. */
const LAST_PLACES = ['-parked-'];

const acknowledged = new Set<Acknowledgement>();

describe.each(STAGES)('stage %s', (stage) => {
  let made: SynthesizedStage;
  let nags: Nags;

  beforeAll(() => {
    made = synthesizeStage(stage);
    nags = findNags(made.app, stage);
    for (const each of nags.used) acknowledged.add(each);
  }, SLOW_MACHINE_MS);

  it('has a queue, a function and a table to look at', () => {
    const types = new Set(findResources(made.templates).map(({ Type }) => Type));
    expect([...types]).toEqual(
      expect.arrayContaining(['AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table']),
    );
  });

  it('breaks no rule of AwsSolutions without a reason', () => {
    expect(nags.open).toEqual([]);
  });

  it('allows nothing by a star', () => {
    expect(findWildcards(made.templates)).toEqual([]);
  });

  it('has nothing public but its API and flyers', () => {
    expect(findPublicAccess(made.templates)).toEqual([]);
  });

  it('has dead letters for every queue and every target', () => {
    expect(findQueuesWithoutDeadLetters(made.templates, LAST_PLACES)).toEqual([]);
    expect(findTargetsWithoutDeadLetters(made.templates)).toEqual([]);
  });

  it('keeps no log for ever', () => {
    expect(findLogsWithoutRetention(made.templates)).toEqual([]);
  });

  it('tells its name by that of every resource, so that two stages live in one account', () => {
    expect(findForeignNames(made.templates, stage)).toEqual([]);
  });

  it('has a known price at rest for every resource, and as stage dev none', () => {
    const prices = computeFixedPrices(made.templates);
    expect(prices.length > 0).toBe(
      stage === 'staging' || stage === 'prod' || stage === 'localstack',
    );
  });

  it('is synthesized without looking anything up in an account', () => {
    expect(made.assembly.manifest.missing ?? []).toEqual([]);
  });
});

it('every reason that is given for a finding is needed in some stage', () => {
  expect(acknowledgements.filter((each) => !acknowledged.has(each))).toEqual([]);
});
