import type { ConfirmedPurchase, ShowWithStock } from '@willcall/client';

type CalendarShow = Pick<ShowWithStock, 'showId' | 'name' | 'venue' | 'startsAt'>;

/**
 * The API knows no end of a show. An event without one takes no time in a calendar, so that something else can
 * be planned for the same evening.
 */
const USUAL_DURATION = 'PT2H';

/**
 * Writes a show as a calendar file.
 * Source: RFC 5545
 *
 * @param now ISO 8601
 */
export function writeCalendar(
  { showId, name, venue, startsAt }: CalendarShow,
  { purchaseId, tickets }: Pick<ConfirmedPurchase, 'purchaseId' | 'tickets'>,
  now: string,
): string {
  const seats = tickets.flatMap(({ seat }) => (seat === undefined ? [] : [seat]));
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//willcall//box office//EN',
    'BEGIN:VEVENT',
    `UID:${purchaseId}-${showId}@willcall`,
    `DTSTAMP:${toBasicForm(now)}`,
    `DTSTART:${toBasicForm(startsAt)}`,
    `DURATION:${USUAL_DURATION}`,
    `SUMMARY:${escapeText(name)}`,
    `LOCATION:${escapeText(venue)}`,
    ...(seats.length === 0 ? [] : [`DESCRIPTION:${escapeText(seats.join(', '))}`]),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(foldLine)
    .join('\r\n');
}

/** Offers the calendar file as a download. */
export function saveCalendar(show: CalendarShow, purchase: ConfirmedPurchase): void {
  const text = writeCalendar(show, purchase, new Date().toISOString());
  saveFile(`${show.name}.ics`, new Blob([text], { type: 'text/calendar' }));
}

/** Offers a file as a download. The browser replaces what its name cannot have. */
export function saveFile(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A download that has not begun yet must find the file.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** Milliseconds. Far more than a browser needs to begin. */
const KEPT_MS = 60_000;

/** `2031-06-01T20:00:00.000Z` becomes `20310601T200000Z`. */
const toBasicForm = (time: string): string =>
  new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');

const escapeText = (text: string): string => text.replaceAll(/[\\;,]/g, '\\$&');

/** Bytes of a line, without its end. A longer one goes on in the next, after a space. */
const LONGEST_LINE = 75;

function foldLine(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const letter of line) {
    const longest = lines.length === 0 ? LONGEST_LINE : LONGEST_LINE - 1;
    if (new TextEncoder().encode(current + letter).length > longest) {
      lines.push(current);
      current = '';
    }
    current += letter;
  }
  return [...lines, current].join('\r\n ');
}
