import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { allRoutes, VERSION_PREFIX } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const LONGEST_README = 250;

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: REPOSITORY, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '');

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, link = '']) => link,
    );
    const isMissing = (link: string) =>
      !existsSync(join(REPOSITORY, dirname(document), decodeURIComponent(link)));
    expect(links.filter(isMissing)).toEqual([]);
  });

  it('links only to headings that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]*\.md)?#([^)\s]+)\)/g)];
    const isMissing = ([, file, anchor]: RegExpMatchArray) =>
      !anchorsOf(file === undefined ? text : read(join(dirname(document), file))).has(anchor);
    expect(links.filter(isMissing).map(([link]) => link)).toEqual([]);
  });

  it('names only paths of this repository that exist', () => {
    const paths = [
      ...text.matchAll(/`((?:shared|services|infra|localstack|test|\.github|\.ci)\/[\w./-]+)`/g),
    ].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
  });
});

/** The anchors that GitHub gives to the headings of a document. */
const anchorsOf = (text: string): Set<string | undefined> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

it('the README can be read in a few minutes', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(LONGEST_README);
});

it('every package has a README', () => {
  const packages = globSync('{shared/*,services/*,infra,localstack,test}/package.json', {
    cwd: REPOSITORY,
  }).map((path) => dirname(path));
  expect(packages.length).toBeGreaterThan(10);
  expect(packages.filter((path) => !existsSync(join(REPOSITORY, path, 'README.md')))).toEqual([]);
});

it('HTTP.md describes every route, and no other', () => {
  const described = [...read('shared/contracts/HTTP.md').matchAll(/^\| `(\w+) (\/[^`?]*)/gm)].map(
    ([, method, path = '']) => `${method} ${path.replace(VERSION_PREFIX, '')}`,
  );
  expect(described.toSorted()).toEqual(allRoutes.map(({ key }) => key).toSorted());
});

it('CONTRIBUTING says how to add a route, an event, a rejection reason, a command and an alarm', () => {
  const text = read('.github/CONTRIBUTING.md');
  for (const what of ['route', 'event', 'rejection reason', 'command', 'alarm']) {
    const [, section = ''] = text.split(new RegExp(`^## Add an? ${what}$`, 'm'));
    const [own = ''] = section.split('\n## ');
    expect([...own.matchAll(/^\d\. `/gm)].length, what).toBeGreaterThanOrEqual(3);
  }
});

it('the glossary has each term once, and a sentence for it', () => {
  const [, glossary = ''] = read('shared/ARCHITECTURE.md').split('\n## Glossary\n');
  const terms = [...glossary.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)]
    .map(([, term = '', meaning = '']) => ({ term, meaning }))
    .filter(({ term }) => term !== 'Term' && !term.startsWith('---'));
  expect(terms.length).toBeGreaterThan(20);
  expect(new Set(terms.map(({ term }) => term.toLowerCase())).size).toBe(terms.length);
  for (const { meaning } of terms) expect(meaning).toMatch(/^[A-Z].*\.$/);
});
