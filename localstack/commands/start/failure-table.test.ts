import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainEndedChild } from '../../aws/failures/ended-child.ts';
import { failureCauses } from '../../aws/failures/failure-causes.ts';
import { loadSigningKey } from '../../aws/identity/signing-key.ts';
import { startLocalAws } from '../../aws/local-aws.ts';
import { MissingJavaError, PortTakenError } from '../../aws/local-aws-error.ts';
import { claimStateFolder } from '../../stage/running-stack.ts';
import { createPurchaseIdKeysFile } from '../../stage/stack-keys.ts';
import { createTemporaryFolder } from '../../testing/provided.ts';

/** The sentence of a failure, with its file, folder and process as README.md writes them. */
const explainFailure = async (folder: string, fail: () => Promise<unknown>): Promise<string> => {
  const error = await fail().catch((caught: unknown) => caught);
  if (!(error instanceof Error)) throw new TypeError('It did not fail');
  return error.message
    .replaceAll(/\S+\.json/g, 'FILE')
    .replaceAll(folder, 'FOLDER')
    .replace(String(process.pid), '4711');
};

const PLACE = { file: 'FOLDER', setting: 'WILLCALL_DATA' };

const endAs = (how: string): string =>
  `SQS (fauxqs) ended unexpectedly (${how}). ${explainEndedChild({ how, stderr: '', folder: 'FOLDER' })}`;

test('README.md lists every failure with the sentence that is printed', async () => {
  const state = await createTemporaryFolder();
  const { release } = await claimStateFolder(3000, state);
  const broken = join(state, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, 'signing-key.json'), '{"kty":"RSA"}');
  await writeFile(join(broken, 'purchase-id-keys.json'), '{"current":"short"}');
  const rows = [
    ['Java is missing', new MissingJavaError('JAVA_MISSING').message],
    ['Java is too old', new MissingJavaError('JAVA_TOO_OLD').message],
    ['the port is taken', new PortTakenError(3000).message],
    [
      'a second stack with the same data folder',
      await explainFailure(state, () => startLocalAws({ dataFolder: state })),
    ],
    [
      'a second stack with the same state folder',
      await explainFailure(state, () => claimStateFolder(3000, state)),
    ],
    ...Object.values(failureCauses).map(({ name, explain }) => [name, explain(PLACE)]),
    ['`signing-key.json` is broken', await explainFailure(broken, () => loadSigningKey(broken))],
    [
      '`purchase-id-keys.json` is broken',
      await explainFailure(broken, () => createPurchaseIdKeysFile(broken)),
    ],
    ['a process was killed', endAs('SIGKILL')],
    ['a process ended by itself', endAs('exit code 1')],
  ];
  await release();
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  for (const [what, sentence] of rows) expect(readme).toContain(`| ${what} | ${sentence} |`);
});
