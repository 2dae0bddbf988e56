import { ticketWriters } from '@willcall/domain/ticket-file';
import { patientOrganiser } from '../../api/willcall.ts';

type Export = {
  /** Whether the file begins with a byte order mark, by which Excel reads UTF-8. */
  readonly hasMark: boolean;
  /** Gets the number of tickets that are read. */
  readonly onProgress: (tickets: number) => void;
  readonly signal: AbortSignal;
};

export type ExportedTickets = {
  readonly file: Blob;
  readonly tickets: number;
  /** Records that cannot be read. Their tickets are missing in the file. */
  readonly leftOut: number;
};

/**
 * Reads every ticket of a show into a file, as `willcall tickets` writes it. A failed request ends the export:
 * a file with a part of the tickets would look whole.
 *
 * @throws WillcallError; the signal's reason
 */
export async function exportTickets(
  showId: string,
  { hasMark, onProgress, signal }: Export,
): Promise<ExportedTickets> {
  const { header, lines } = ticketWriters.csv;
  const parts = [header(hasMark)];
  let [tickets, leftOut] = [0, 0];
  for await (const page of patientOrganiser.ticketPages(showId, { signal })) {
    parts.push(lines(page.tickets));
    tickets += page.tickets.length;
    leftOut += page.leftOut;
    onProgress(tickets);
  }
  return { file: new Blob(parts, { type: 'text/csv;charset=utf-8' }), tickets, leftOut };
}
