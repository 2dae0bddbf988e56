import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { findObjects, findResources } from '../stacks/stack-template.ts';
import { type SynthesizedStage, synthesizeStage } from '../stacks/synthesize-stage.ts';

/** Every function is bundled, on a busy machine. */
const SLOW_MACHINE_MS = 240_000;

/**
 * CloudFormation's limits of a template.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;
const MOST_BYTES = 1_000_000;

const Template = z.object({
  Resources: z.record(z.string(), z.unknown()),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});
const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.enum(['zip', 'file']) }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

// The stage with the most in it: bundling takes its time.
describe('stage prod as npm run deploy takes it', () => {
  let made: SynthesizedStage;
  let folder: string;
  beforeAll(() => {
    made = synthesizeStage('prod', { isBundled: true });
    folder = made.assembly.directory;
  }, SLOW_MACHINE_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const written = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const assets = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.assets.json'))
      .flatMap((file) => Object.values(Assets.parse(JSON.parse(written(file))).files));

  it('has every asset that its stacks upload, and each function its code', () => {
    const folders = assets().filter(({ source }) => source.packaging === 'zip');
    expect(folders.length).toBeGreaterThan(10);
    const ours = folders.filter(({ source }) => readdirSync(join(folder, source.path)).length > 0);
    expect(ours).toHaveLength(folders.length);
    for (const { source } of assets().filter(({ source }) => source.packaging === 'file')) {
      expect(written(source.path).length).toBeGreaterThan(0);
    }
  });

  it('names no code but that of its assets', () => {
    const keys = new Set(
      assets().flatMap(({ destinations }) =>
        Object.values(destinations).map(({ objectKey }) => objectKey),
      ),
    );
    const functions = findResources(made.templates, 'AWS::Lambda::Function');
    const named = functions.flatMap(({ Properties }) =>
      findObjects(Properties?.Code).flatMap(({ S3Key }) => (S3Key === undefined ? [] : [S3Key])),
    );
    expect(named).toHaveLength(functions.length);
    expect(named.filter((key) => !keys.has(String(key)))).toEqual([]);
  });

  it('names no account: it goes to whichever deploys it', () => {
    for (const { templateFile } of made.assembly.stacks) {
      expect(written(templateFile)).not.toMatch(/(?<![\w-])\d{12}(?![\w-])/);
    }
    const accounts = made.assembly.stacks.map(({ environment }) => environment.account);
    expect(new Set(accounts)).toEqual(new Set(['unknown-account']));
  });

  it('is within the limits of CloudFormation', () => {
    for (const { templateFile } of made.assembly.stacks) {
      const text = written(templateFile);
      const { Resources, Outputs } = Template.parse(JSON.parse(text));
      expect(Object.keys(Resources).length).toBeLessThanOrEqual(MOST_RESOURCES);
      expect(Object.keys(Outputs).length).toBeLessThanOrEqual(MOST_OUTPUTS);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    }
  });
});
