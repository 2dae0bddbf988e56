import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatCsv } from './csv.ts';

/** Formats one line whose cells are all text of people. */
const formatLine = (...cells: readonly (string | null)[]): string => {
  const names = cells.map((_, index) => `c${index}`);
  const row = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null]));
  return formatCsv([row], { all: names, ofPeople: names });
};

describe('a line of CSV', () => {
  it.each([
    ['ends with CRLF', ['a', 'b'], 'a,b\r\n'],
    ['leaves an absent cell empty', ['a', null, ''], 'a,,\r\n'],
    ['quotes a comma', ['Ana, the first'], '"Ana, the first"\r\n'],
    ['doubles a quotation mark', ['Ana "A" B'], '"Ana ""A"" B"\r\n'],
    ['quotes a line break', ['Ana\nB', 'C\rD'], '"Ana\nB","C\rD"\r\n'],
    ['keeps every other character', ['Zoë Müller; 谷'], 'Zoë Müller; 谷\r\n'],
    ['keeps these characters inside a cell', ['a=b', 'x@y.com', 'a-b'], 'a=b,x@y.com,a-b\r\n'],
    ['keeps an apostrophe in front', ["'t Hart"], "'t Hart\r\n"],
  ])('%s', (_, cells, line) => {
    expect(formatLine(...cells)).toBe(line);
  });
});

/** What starts a formula: OWASP's list with its full-width forms, and the small forms. */
const starts = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  '＋',
  '－',
  '＠',
  '﹦',
  '﹢',
  '﹣',
  '﹫',
];
/** What a spreadsheet may drop in front of it. */
const dropped = [
  '',
  ' ',
  '\u00A0',
  '\u200B',
  '\u200D',
  '\u2060',
  '\uFEFF',
  '\u00AD',
  '\u3164',
  '\u2800',
  '\u3000',
  '"',
];
const show = (text: string): string =>
  JSON.stringify(text).replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

describe('a cell that a spreadsheet reads', () => {
  const formula = new RegExp(
    String.raw`^[\s\p{Cf}\p{M}\u2800\u3164"]*[${starts.join('').replace('-', '\\-')}]`,
    'u',
  );

  it.each(starts.map((start) => [show(start), start]))('never begins with %s', (_, start) => {
    for (const hidden of dropped) {
      const attack = `${hidden}${start}1+1`;
      for (const name of [
        attack,
        `x;${attack};y`,
        `x,${attack},y`,
        `x;${attack}`,
        `x\n${attack}`,
      ]) {
        const text = formatLine('Ana', name, 'z');
        for (const delimiter of [',', ';']) {
          const cells = parse(text, {
            delimiter,
            record_delimiter: ['\r\n', '\n', '\r'],
            relax_quotes: true,
            relax_column_count: true,
            skip_empty_lines: true,
          });
          for (const cell of cells.flat())
            expect(cell, `${show(name)} by ${delimiter}`).not.toMatch(formula);
          // A reader that knows no quotes.
          for (const cell of text.split(/\r?\n/).flatMap((line) => line.split(delimiter))) {
            expect(cell, `${show(name)} by ${delimiter}, unquoted`).not.toMatch(formula);
          }
        }
      }
    }
  });

  it('is disarmed once', () => {
    expect(formatLine('=1')).toBe("'=1\r\n");
    expect(formatLine('x;=1;y')).toBe("x;'=1;y\r\n");
    expect(formatLine('\u00A0=1')).toBe("'\u00A0=1\r\n");
    expect(formatLine('\t=1')).toBe("'\t'=1\r\n");
  });
});
