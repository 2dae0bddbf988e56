import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { ShowList, TitleList } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/backend/scaled-timeout.ts';
import { type OfficeWithClock, openOfficeWithClock } from '../../support/http/office-with-clock.ts';
import { setAttributes } from '../../support/records/set-attributes.ts';

describe('a mistyped name or venue', () => {
  const patch = ({ send, adminToken: token }: OfficeWithClock, showId: string, body: object) =>
    send({ method: 'PATCH', path: `/v1/shows/${showId}`, token, body });
  const readTitles = async ({ send }: OfficeWithClock) => {
    const { titles } = (await send({ path: '/v1/titles' })).body as TitleList;
    return titles.map(({ name, shows }) => [name, shows.map(({ showId }) => showId)]);
  };
  /** The names in the list of titles, with or without shows, and how many shows each counts. */
  const readTitleItems = async ({ store }: OfficeWithClock) => {
    const { Items = [] } = await store.documents.send(
      new ScanCommand({
        TableName: store.tables.shows,
        FilterExpression: 'begins_with(showId, :title)',
        ExpressionAttributeValues: { ':title': '#title#' },
        ConsistentRead: true,
      }),
    );
    return Object.fromEntries(Items.map(({ title, shows }) => [title, shows]));
  };

  it('could not be corrected', async () => {
    const office = await openOfficeWithClock();
    const { showId } = await office.makeShow({ name: 'Hamlte', venue: 'Golbe' });
    const corrected = { name: 'Hamlet', venue: 'Globe' };
    for (const body of [corrected, corrected, { name: ' Hamlet ' }]) {
      expect(await patch(office, showId, body)).toMatchObject({ status: 200, body: corrected });
    }
    expect((await office.send({ path: `/v1/shows/${showId}` })).body).toMatchObject(corrected);
    expect(await readTitleItems(office)).toEqual({ Hamlet: 1 });
    await waitFor(async () => {
      expect(await readTitles(office)).toEqual([['Hamlet', [showId]]]);
    });
    for (const [path, value] of [
      ['name', ' '],
      ['venue', 'v'.repeat(201)],
    ] as const) {
      expect(await patch(office, showId, { [path]: value })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ path }] },
      });
    }
  });

  it('left a title without shows, or took one from other shows', async () => {
    const office = await openOfficeWithClock();
    const { makeShow, remove } = office;
    const shows = await Promise.all(['A', 'A', 'A', 'B'].map((name) => makeShow({ name })));
    const [first = '', second = '', third = '', other = ''] = shows.map(({ showId }) => showId);
    expect(await readTitleItems(office)).toEqual({ A: 3, B: 1 });

    // All at once: the counts stay right whoever is first.
    const changes = [
      patch(office, first, { name: 'B' }),
      patch(office, second, { name: 'B' }),
      patch(office, other, { name: 'A' }),
      makeShow({ name: 'A' }),
      makeShow({ name: 'B' }),
      remove(`/v1/shows/${third}`),
    ];
    for (const change of await Promise.all(changes)) {
      expect('status' in change ? change.status : 200).toBeLessThan(300);
    }
    expect(await readTitleItems(office)).toEqual({ A: 2, B: 3 });

    await waitFor(async () => {
      expect(
        Object(await readTitles(office)).map(([, ids]: [string, string[]]) => ids.length),
      ).toEqual([2, 3]);
    });
    for (const { showId } of await listAll(office)) {
      expect(await remove(`/v1/shows/${showId}`)).toMatchObject({ status: 204 });
    }
    expect(await readTitleItems(office)).toEqual({});
  });

  it('took the title from a show that an earlier release created', async () => {
    const office = await openOfficeWithClock();
    const { store, makeShow, remove } = office;
    const old = await makeShow({ name: 'A' });
    // An earlier release did not count.
    await store.documents.send(
      setAttributes(store.tables.shows, { showId: '#title#A' }, { shows: undefined }),
    );
    const { showId } = await makeShow({ name: 'A' });
    await remove(`/v1/shows/${showId}`);
    await waitFor(async () => expect(await readTitles(office)).toEqual([['A', [old.showId]]]));
  });
});

const listAll = async ({ send }: OfficeWithClock) =>
  ((await send({ path: '/v1/shows?limit=100' })).body as ShowList).shows;
