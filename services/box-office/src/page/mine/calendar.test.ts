import { describe, expect, it } from 'vitest';
import { writeCalendar } from './calendar.ts';

const show = {
  showId: 's1',
  name: 'Hamlet, again; now',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00.500Z',
};
const purchase = { purchaseId: 'p1', tickets: [{ ticketId: 't', seat: 'A1' }, { ticketId: 'u' }] };
const write = (more: object = {}) =>
  writeCalendar({ ...show, ...more }, purchase, '2031-01-01T00:00:00.000Z');

describe('a calendar file', () => {
  it('has the show, its place, and its start in UTC with a usual duration', () => {
    expect(write().split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//willcall//box office//EN',
      'BEGIN:VEVENT',
      'UID:p1-s1@willcall',
      'DTSTAMP:20310101T000000Z',
      'DTSTART:20310601T200000Z',
      'DURATION:PT2H',
      'SUMMARY:Hamlet\\, again\\; now',
      'LOCATION:Globe',
      'DESCRIPTION:A1',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('folds long lines between letters, and loses nothing', () => {
    const text = write({ name: 'ñ'.repeat(90) });
    for (const line of text.split('\r\n')) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    }
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${'ñ'.repeat(90)}\r\n`);
  });
});
