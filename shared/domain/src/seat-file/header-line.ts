const listWords = (text: string): readonly string[] => text.split(',').map((word) => word.trim());

/** Names for a seat column in common languages. Accents, case, spaces and signs do not matter. */
const SEAT_WORDS = listWords(`
  seat, seats, place, places, spot, location, position, Sitz, Sitze, Platz, Plätze, Sitzplatz,
  Sitzplätze, Stuhl, siège, sièges, fauteuil, asiento, asientos, butaca, butacas, localidad,
  seient, posto, posti, poltrona, lugar, lugares, assento, assentos, cadeira, loc, locuri,
  stoel, stoelen, zitplaats, zitplaatsen, plaats, plaatsen, sæde, sæder, plads, pladser, plass,
  sete, seter, säte, säten, plats, platser, sæti, paikka, paikat, istumapaikka, koht, vieta,
  miejsce, miejsca, místo, místa, sedadlo, sedadla, miesto, ülés, ülőhely, szék, hely, sedež,
  sjedalo, sedište, mjesto, koltuk, yer, ghế, kursi, upuan, θέση, θέσεις, место, места, місце,
  місця, място, седиште, מושב, מקום, مقعد, المقعد, सीट, ที่นั่ง, 座位, 座位号, 座席, 席, 좌석
`);

/** What may stand with such a name: a word for number, id or name. */
const NUMBER_WORDS = [
  '',
  ...listWords(`
    id, ids, no, nos, nr, num, number, numbers, name, names, code, label, key, nummer, nummern,
    bezeichnung, kennung, numéro, número, numero, numéro de, número de, numero del, numero di,
    no de, numer, číslo, szám, номер, numarası
  `),
];

/** Names for any column, such as those that spreadsheets invent. */
const COLUMN_WORDS = listWords(`
  column, field, row, id, name, number, no, nr, value, header, title, label, Spalte, Feld,
  Reihe, Nummer, Name, colonne, columna, campo, colonna, coluna, kolom
`);

/** The letters and digits of a text, in lower case and without accents. */
const comparable = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]|\p{M}/gu, '')
    .toLowerCase();

const seatHeaders = new Set(
  SEAT_WORDS.flatMap((seat) =>
    NUMBER_WORDS.flatMap((number) => [comparable(seat + number), comparable(number + seat)]),
  ),
);
const columnHeaders = new Set([...seatHeaders, ...COLUMN_WORDS.map(comparable)]);

/** Whether a text is the header of a seat column, such as `seat`, `Seat ID` or `Platznummer`. */
export const isSeatHeader = (text: string): boolean => seatHeaders.has(comparable(text));

/** The pattern of a seat id: `a9-9` for `A12-3`. */
const patternOf = (value: string): string =>
  value.replace(/[A-Za-z]+/g, 'a').replace(/[0-9]+/g, '9');

/** The number of lines with the same pattern that makes another pattern in the first line stand out. */
const FEWEST_ALIKE = 2;

/**
 * The positions of values that could be headers: a known header; a value without a digit in a file whose
 * seats have digits; and a first value like `Column1`, or with another pattern than all others.
 */
export function findPossibleHeaders(values: readonly string[]): Set<number> {
  const haveDigits = values.slice(1).some((value) => /\d/.test(value));
  const [first = '', ...others] = values;
  const otherPatterns = new Set(others.map(patternOf));
  const possible = new Set<number>();
  for (const [index, value] of values.entries()) {
    const isWordAmongSeats = haveDigits && !/\d/.test(value);
    if (isSeatHeader(value) || isWordAmongSeats) possible.add(index);
  }
  const isAlone = !otherPatterns.has(patternOf(first));
  const areOthersAlike = others.length >= FEWEST_ALIKE && otherPatterns.size === 1;
  const isColumn = columnHeaders.has(comparable(first));
  const isNumberedColumn = isAlone && columnHeaders.has(comparable(first.replace(/\d/g, '')));
  if (isAlone && areOthersAlike) possible.add(0);
  if (others.length > 0 && (isColumn || isNumberedColumn)) possible.add(0);
  return possible;
}
