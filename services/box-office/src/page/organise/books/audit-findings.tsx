import type { AuditFindings as Findings } from '@willcall/client';
import { formatCount, formatMoney, UNKNOWN } from '../../text/formats.ts';
import { operateTexts } from '../../text/operate.ts';

const texts = operateTexts.audit;

/** What an audit added up from the stock and from the purchases, and each difference. */
export function AuditFindings({ findings }: { readonly findings: Findings }) {
  const { stock, records, differences, found } = findings;
  const count = (value: number | undefined) => (value === undefined ? UNKNOWN : formatCount(value));
  const rows = [
    [texts.sold, count(stock?.sold), count(records?.tickets)],
    [texts.left, count(stock?.available), UNKNOWN],
    [
      texts.revenue,
      stock === null ? UNKNOWN : formatMoney(stock.revenue),
      records === null ? UNKNOWN : formatMoney(records.revenue),
    ],
    [texts.confirmed, UNKNOWN, count(records?.byStatus.CONFIRMED)],
    [texts.cancelled, UNKNOWN, count(records?.byStatus.CANCELLED)],
  ];
  return (
    <>
      <table class="audit-figures">
        <caption class="unseen">{texts.figures}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{texts.stock}</th>
            <th scope="col">{texts.records}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ofStock, ofRecords]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{ofStock}</td>
              <td>{ofRecords}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length > 0 && (
        <>
          <h3>{texts.differences}</h3>
          {found > differences.length && <p>{texts.first(formatCount(differences.length))}</p>}
          <ul class="differences">
            {differences.map(({ code, message, runbook }, index) => (
              <li key={index}>
                <strong>{code}</strong> <span lang="en">{message}</span>{' '}
                {runbook !== undefined && <span class="note">{texts.runbook(runbook)}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
