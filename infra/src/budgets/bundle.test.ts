import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FunctionId, functionAccess } from '@willcall/topology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALLOWED_CLIENTS, SIZE_BUDGETS } from './budgets.ts';
import {
  type Bundle,
  bundleEntry,
  findImportChain,
  listClients,
  listEntryNames,
  listModules,
} from './bundle.ts';

/** What only `npm start` runs. */
const LOCAL_ONLY = /^(localstack|services\/(box-office|api-docs))\//;

let folder: string;
const bundles = new Map<string, Bundle>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'willcall-bundles-'));
  const made = await Promise.all(listEntryNames().map((name) => bundleEntry(name, folder)));
  for (const bundle of made) bundles.set(bundle.name, bundle);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('every function has its budgets, and every budget has its function', () => {
  expect(Object.keys(SIZE_BUDGETS).sort()).toEqual(listEntryNames().sort());
  expect(Object.keys(ALLOWED_CLIENTS).sort()).toEqual(listEntryNames().sort());
});

describe.each(listEntryNames())('the bundle of %s', (name) => {
  const bundle = (): Bundle => bundles.get(name) as Bundle;

  it('is no larger than its budget', () => {
    expect(bundle().bytes).toBeLessThanOrEqual(SIZE_BUDGETS[name] ?? 0);
  });

  it('contains no client that the function does not call', () => {
    const { metafile } = bundle();
    const allowed = ALLOWED_CLIENTS[name] ?? [];
    const unwanted = listClients(metafile).filter((client) => !allowed.includes(client));
    expect(unwanted.map((client) => findImportChain(metafile, client).join('\n  → '))).toEqual([]);
  });

  it('contains the SDK of Stripe only if the function reads its keys', () => {
    const modules = listModules(bundle().metafile);
    const readsKeys = functionAccess[name as FunctionId]?.paymentKeys === true;
    expect(modules.some((path) => path.includes('node_modules/stripe/'))).toBe(readsKeys);
  });

  // One import of `zod` would add 60 KB, and 12 ms of CPU for its first schema.
  it('contains no part of zod but what `zod/mini` needs', () => {
    const modules = listModules(bundle().metafile);
    expect(modules.filter((path) => path.includes('/zod/v4/classic/'))).toEqual([]);
  });

  it('contains nothing of the local AWS and of the pages, such as the sign-in without a password', () => {
    const modules = Object.keys(bundle().metafile.inputs);
    expect(modules).not.toEqual([]);
    expect(modules.filter((path) => LOCAL_ONLY.test(path))).toEqual([]);
  });

  it('contains no answer and no routes of other functions, because it checks only its own requests', () => {
    const modules = listModules(bundle().metafile);
    expect(
      modules.filter((path) => /\/http\/(all-routes|answers|[\w-]+-answers?)\.ts$/.test(path)),
    ).toEqual([]);
  });

  it('contains every allowed client, so the list stays current', () => {
    expect(listClients(bundle().metafile)).toEqual(ALLOWED_CLIENTS[name]);
  });
});
