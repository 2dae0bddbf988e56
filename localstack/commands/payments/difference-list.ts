import {
  type DifferenceCode,
  type DifferencePart,
  differenceParts,
  differences,
} from '@willcall/payments';

const codes = Object.keys(differences) as readonly DifferenceCode[];

/** The differences of a part, in order. */
export const listDifferences = (part: DifferencePart): readonly DifferenceCode[] =>
  codes.filter((code) => differences[code].part === part);

const NAME_WIDTH = Math.max(...codes.map((code) => code.length));

/** Lists the differences for the help of a command, a line each. */
export const formatDifferences = (): string =>
  differenceParts
    .flatMap((part) => [
      `${part}:`,
      ...listDifferences(part).map(
        (code) =>
          `  ${differences[code].answer === 'task' ? '*' : ' '} ${code.padEnd(NAME_WIDTH)}  ${differences[code].says}`,
      ),
    ])
    .join('\n');

const ANSWERS = {
  task: '`--repair`, and every hour by itself',
  person: 'a person',
  none: 'nothing',
} as const;

/** Lists the differences of a part as the rows of a table in the runbook. */
export const formatDifferenceRows = (part: DifferencePart): string[] =>
  listDifferences(part).map(
    (code) => `| \`${code}\` | ${differences[code].says} | ${ANSWERS[differences[code].answer]} |`,
  );
