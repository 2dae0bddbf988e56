import { texts } from '../text/language.ts';

type Row = readonly [name: string, ...values: string[]];

/** The figures of a chart as a table, which opens on demand. */
export function ChartTable({
  note,
  columns,
  rows,
}: {
  readonly note?: string;
  readonly columns: Row;
  readonly rows: readonly Row[];
}) {
  return (
    <details>
      <summary>{texts.live.table}</summary>
      <table>
        {note !== undefined && <caption class="note">{note}</caption>}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values], row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                <td key={index}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
