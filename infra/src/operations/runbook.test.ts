import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WEBHOOK_EVENTS } from '@willcall/payments';
import { expect, it } from 'vitest';
import { defineAlarms } from './alarms/stage-alarms.ts';
import { logQueries } from './log-queries.ts';
import { runbookSections } from './runbook.ts';
import { defineBurnAlarms } from './slo/burn-alarms.ts';
import { watchedStage } from './watched-stage.fixture.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');
const alarmsChapter = runbook.slice(runbook.indexOf('\n## Alarms\n')).split(/\n## /)[1] ?? '';
const sections = alarmsChapter.split('\n### ').slice(1);
const headings = sections.map((section) => section.split('\n')[0] ?? '');

const watched = watchedStage();
const used = new Set([
  'sale-in-trouble',
  ...defineAlarms(watched).map(({ section }) => section),
  ...defineBurnAlarms(watched).map(({ level }) => level.section),
]);

it('every alarm has a section in the runbook', () => {
  expect(headings).toEqual(expect.arrayContaining([...used]));
});

it('every section of the runbook has an alarm', () => {
  expect([...used]).toEqual(expect.arrayContaining(headings));
  expect(new Set(headings).size).toBe(headings.length);
});

it('the list of sections matches the runbook', () => {
  expect([...runbookSections].toSorted()).toEqual(headings.toSorted());
});

it.each(sections.map((text, index) => [headings[index] ?? '', text]))(
  'the section %s says what the alarm means, what to look at and what to do',
  (_, text) => {
    for (const part of ['**Means.**', '**Look at.**', '**Do.**']) expect(text).toContain(part);
  },
);

it('the runbook names each saved query', () => {
  for (const { name } of logQueries) expect(runbook).toContain(`\`${name}\``);
});

it('the runbook names each event that an endpoint of webhooks must send', () => {
  for (const event of WEBHOOK_EVENTS) expect(runbook).toContain(`\`${event}\``);
});

it('every command of the runbook is a script of the package', () => {
  const { scripts } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
  );
  const commands = [...runbook.matchAll(/npm run (?:--silent )?([a-z-]+)/g)].map(
    ([, name]) => name,
  );
  expect(commands.length).toBeGreaterThan(5);
  const known = [...Object.keys(scripts), 'load', 'deploy', 'smoke', 'teardown'];
  for (const name of commands) expect(known).toContain(name);
});
