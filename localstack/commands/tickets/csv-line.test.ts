import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';

test.each([
  ['ends with CRLF', ['a', 'b'], 'a,b\r\n'],
  ['leaves an absent cell empty', ['a', null, ''], 'a,,\r\n'],
  ['quotes a comma', ['Ana, the first'], '"Ana, the first"\r\n'],
  ['doubles a quotation mark', ['Ana "A" B'], '"Ana ""A"" B"\r\n'],
  ['quotes a line break', ['Ana\nB', 'C\rD'], '"Ana\nB","C\rD"\r\n'],
  ['keeps every other character', ['Zoë Müller; 谷'], 'Zoë Müller; 谷\r\n'],
  ['disarms =', ['=HYPERLINK("http://x")'], '"\'=HYPERLINK(""http://x"")"\r\n'],
  ['disarms +', ['+1'], "'+1\r\n"],
  ['disarms -', ['-1+2'], "'-1+2\r\n"],
  ['leaves an id that begins with a hyphen', ['-AZaz09_-'], '-AZaz09_-\r\n'],
  ['disarms @', ['@SUM(A1)'], "'@SUM(A1)\r\n"],
  ['disarms a tab', ['\t=1'], "'\t=1\r\n"],
  ['disarms a carriage return', ['\r=1'], '"\'\r=1"\r\n'],
  ['disarms a line feed', ['\n=1'], '"\'\n=1"\r\n'],
  ['leaves them alone within a cell', ['a=b', 'x@example.com', 'a-b'], 'a=b,x@example.com,a-b\r\n'],
])('a line of CSV %s', (_, cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
