import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { MissingJavaError } from '../local-aws-error.ts';
import { findJava, startDynamoDb } from './start-dynamodb.ts';

/** Creates a `java` that fails with the given output, as a real one does. */
const createFailingJava = async (stderr: string): Promise<string> => {
  const path = join(await createTemporaryFolder(), 'java');
  await writeFile(path, `#!/bin/sh\necho "${stderr}" >&2\nexit 1\n`);
  await chmod(path, 0o755);
  return path;
};

const sentence = /^DynamoDB Local needs Java 17 or newer[^\n]*\.$/;

test('a missing Java is reported in one line', async () => {
  const starting = startDynamoDb({ java: '/nowhere/java' });
  await expect(starting).rejects.toThrow(MissingJavaError);
  await expect(starting).rejects.toMatchObject({ code: 'JAVA_MISSING' });
  await expect(starting).rejects.toThrow(sentence);
});

test.each([
  ['an older Java', 'java.lang.UnsupportedClassVersionError: LoopbackServer', 'JAVA_TOO_OLD'],
  ['the stand-in of macOS', 'Unable to locate a Java Runtime.', 'JAVA_MISSING'],
])('%s is distinguished from a crash', async (_, stderr, code) => {
  const starting = startDynamoDb({ java: await createFailingJava(stderr) });
  await expect(starting).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) });
});

test('any other start failure keeps the output of the JVM', async () => {
  const starting = startDynamoDb({
    java: await createFailingJava('Could not reserve enough space'),
  });
  await expect(starting).rejects.toMatchObject({
    code: 'CHILD_NOT_READY',
    stderr: expect.stringContaining('Could not reserve enough space'),
  });
});

test('JAVA_HOME is used only if it contains Java', () => {
  expect(findJava({ JAVA_HOME: '/nowhere' })).toBe('java');
  expect(findJava({})).toBe('java');
});
