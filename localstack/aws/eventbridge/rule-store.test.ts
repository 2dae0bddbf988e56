import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createRecordingFunction,
  functionArn,
  publish,
  startTestBus,
  subscribe,
} from './event-bus.fixture.ts';

describe('the data file', () => {
  const makeDataFile = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'willcall-events-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return join(folder, 'made', 'rules.json');
  };

  it('keeps subscriptions across a restart', async () => {
    const file = await makeDataFile();
    const before = await startTestBus({ dataFile: file });
    await Promise.all(
      ['a', 'b', 'c'].map((Name) =>
        subscribe(before.client, [{ Id: 'one', Arn: functionArn(Name) }], { Name }),
      ),
    );
    await before.stop();
    const names: string[] = [];
    const { lambda, next } = createRecordingFunction();
    const after = await startTestBus({
      dataFile: file,
      functions: (arn) => {
        names.push(arn);
        return lambda;
      },
    });
    await publish(after.client, {});
    await Promise.all([next(), next(), next()]);
    expect(names.sort()).toEqual(['a', 'b', 'c'].map(functionArn));
    expect(await readdir(join(file, '..'))).toEqual(['rules.json']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each(['{', '{"version":2,"rules":[]}', '{"version":1,"rules":[{"name":"a"}]}'])(
    'that contains %s fails the start with a readable error',
    async (content) => {
      const file = join(await makeDataFile(), '..', '..', 'rules.json');
      await writeFile(file, content);
      await expect(startTestBus({ dataFile: file })).rejects.toThrow(
        /^The event rules in .* could not be read\. Repair the file, or delete it/,
      );
    },
  );
});
