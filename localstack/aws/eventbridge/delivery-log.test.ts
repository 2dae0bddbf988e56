import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { createDelivery } from './delivery.fixture.ts';
import { openDeliveryLog } from './delivery-log.ts';

const createFile = async (): Promise<string> =>
  join(await createTemporaryFolder(), 'made', 'deliveries.db');

const open = (file: string, onUnreadable: (id: number) => void = () => undefined) => {
  const log = openDeliveryLog(file, onUnreadable);
  onTestFinished(log.close);
  return log;
};

describe('the log of deliveries', () => {
  it('returns what an earlier process left, oldest first, with its failures', async () => {
    const file = await createFile();
    const before = open(file);
    const [first, second] = before.add(['a', 'b'].map((id) => createDelivery({ id })));
    before.add([createDelivery({ id: 'c' })]);
    before.countFailure(second?.id ?? 0);
    before.remove(first?.id ?? 0);
    before.close();
    expect(open(file).load()).toEqual([
      { id: expect.any(Number), delivery: createDelivery({ id: 'b' }), failures: 1 },
      { id: expect.any(Number), delivery: createDelivery({ id: 'c' }), failures: 0 },
    ]);
  });

  it('adds all deliveries or none', async () => {
    const file = await createFile();
    const log = open(file);
    const circular: Record<string, unknown> = {};
    circular.itself = circular;
    const broken = createDelivery({ detail: circular as never });
    expect(() => log.add([createDelivery({ id: 'a' }), broken])).toThrow(/circular/);
    expect(log.load()).toEqual([]);
    expect(log.add([createDelivery({ id: 'b' })])).toHaveLength(1);
  });

  it('leaves a delivery that it cannot read, and returns the others', async () => {
    const file = await createFile();
    open(file).close();
    const database = new DatabaseSync(file);
    for (const content of ['{', '{}']) {
      database.prepare('INSERT INTO deliveries (content) VALUES (?)').run(content);
    }
    database.close();
    const unreadable: number[] = [];
    const log = open(file, (id) => unreadable.push(id));
    log.add([createDelivery({ id: 'a' })]);
    expect(log.load().map(({ delivery }) => delivery.event.id)).toEqual(['a']);
    expect(unreadable).toEqual([1, 2]);
    log.close();
    expect(open(file).load()).toHaveLength(1);
  });

  it('of another format fails the start with one sentence that names the file', async () => {
    const file = join(await createTemporaryFolder(), 'deliveries.db');
    await writeFile(file, 'not a database, but long enough to look like one'.repeat(100));
    expect(() => open(file)).toThrow(
      /^The undelivered events in .*deliveries\.db could not be read\./,
    );
    expect((await stat(file)).size).toBeGreaterThan(0);
  });
});
