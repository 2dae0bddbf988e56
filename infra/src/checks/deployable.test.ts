import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { findObjects, findResources } from '../stacks/stack-template.ts';
import { type SynthesizedStage, synthesizeStage } from '../stacks/synthesize-stage.ts';

/**
 * CloudFormation's limits for a template.
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

// prod has the most resources. Testing one stage is enough, because bundling is slow.
describe('stage prod as npm run deploy uploads it', () => {
  let synthesized: SynthesizedStage;
  let folder: string;
  beforeAll(() => {
    synthesized = synthesizeStage('prod', { isBundled: true });
    folder = synthesized.assembly.directory;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const written = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const assets = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.assets.json'))
      .flatMap((file) => Object.values(Assets.parse(JSON.parse(written(file))).files));

  it('has every asset that its stacks upload, and the code of each function', () => {
    const folders = assets().filter(({ source }) => source.packaging === 'zip');
    expect(folders.length).toBeGreaterThan(10);
    const ours = folders.filter(({ source }) => readdirSync(join(folder, source.path)).length > 0);
    expect(ours).toHaveLength(folders.length);
    for (const { source } of assets().filter(({ source }) => source.packaging === 'file')) {
      expect(written(source.path).length).toBeGreaterThan(0);
    }
  });

  it('refers only to code in its assets', () => {
    const keys = new Set(
      assets().flatMap(({ destinations }) =>
        Object.values(destinations).map(({ objectKey }) => objectKey),
      ),
    );
    const functions = findResources(synthesized.templates, 'AWS::Lambda::Function');
    const named = functions.flatMap(({ Properties }) =>
      findObjects(Properties?.Code).flatMap(({ S3Key }) => (S3Key === undefined ? [] : [S3Key])),
    );
    expect(named).toHaveLength(functions.length);
    expect(named.filter((key) => !keys.has(String(key)))).toEqual([]);
  });

  it('names no account, so any account can deploy it', () => {
    for (const { templateFile } of synthesized.assembly.stacks) {
      expect(written(templateFile)).not.toMatch(/(?<![\w-])\d{12}(?![\w-])/);
    }
    const accounts = synthesized.assembly.stacks.map(({ environment }) => environment.account);
    expect(new Set(accounts)).toEqual(new Set(['unknown-account']));
  });

  it('stays within the limits of CloudFormation', () => {
    for (const { templateFile } of synthesized.assembly.stacks) {
      const text = written(templateFile);
      const { Resources, Outputs } = Template.parse(JSON.parse(text));
      expect(Object.keys(Resources).length).toBeLessThanOrEqual(MOST_RESOURCES);
      expect(Object.keys(Outputs).length).toBeLessThanOrEqual(MOST_OUTPUTS);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    }
  });
});
