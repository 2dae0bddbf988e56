/** What the API requires of the fields of shows and seats, and how that is said in Spanish. */
const REQUIREMENTS: readonly (readonly [RegExp, string])[] = [
  [/^must be text of at most (\d+) bytes of UTF-8$/, 'Debe ser un texto de $1 bytes como mucho.'],
  [/^must be at most (\d+) bytes of UTF-8$/, 'Es demasiado largo: caben $1 bytes.'],
  [/^must contain printable characters only/, 'Tiene saltos de línea o caracteres invisibles.'],
  [/^must contain a letter, a digit/, 'Debe tener una letra, una cifra u otro carácter visible.'],
  [/^must not contain a card number/, 'No debe tener un número de tarjeta.'],
  [/^must be an ISO 8601 time/, 'Debe ser una fecha con su hora.'],
  [/^must have at most 3 digits of a second/, 'La hora es exacta hasta el milisegundo.'],
  [/^must be in the years (\d+) to (\d+)$/, 'El año debe estar entre $1 y $2.'],
  [/^must be the name of a time zone/, 'Debe ser una zona horaria, por ejemplo Europe/Madrid.'],
  [/^must be in the future/, 'Debe ser más tarde que ahora.'],
  [/^must be before the sale closes$/, 'Debe ser antes del final de la venta.'],
  [/^must be before the show starts$/, 'Debe ser antes del comienzo de la función.'],
  [
    /^conflicts with the sale window: the sale must open before it closes$/,
    'La venta debe empezar antes de terminar.',
  ],
  [
    /^conflicts with the sale window: the sale must open before the show starts$/,
    'La venta debe empezar antes que la función.',
  ],
  [
    /^must be a whole number of minor units from (\d+) to (\d+)$/,
    'El precio es demasiado alto para una entrada.',
  ],
  [/^must be 0 or at least \d+: no payment is below (.+)$/, 'Debe ser gratis o al menos $1.'],
  [/^must be a multiple of \d+ in (\w+)$/, 'El servicio de pago no cobra fracciones así en $1.'],
  [
    /^must be at most \d+: one payment takes the money/,
    'El precio es demasiado alto para un pago.',
  ],
  [
    /^must be a currency that the payment provider charges, which (\w+) is not$/,
    'El servicio de pago no cobra en $1.',
  ],
  [/^must be a whole number from (\d+) to (\d+)$/, 'Debe ser un número entero de $1 a $2.'],
  [/^must be a current ISO 4217 code/, 'Debe ser una moneda actual.'],
  [/^must be the show's currency, (\w+)$/, 'Debe estar en la moneda de la función, $1.'],
  [/^must be a list of (\d+) to (\d+) seat ids$/, 'Debe ser una lista de $1 a $2 butacas.'],
  [/^must be a seat id/, 'Una butaca tiene de 1 a 16 letras, cifras y guiones.'],
  [/^must not repeat a seat$/, 'Una butaca está repetida.'],
];

/** Says in Spanish what the API requires of a field. What is unknown here is said as the API says it. */
export function sayRequirement(message: string): string {
  for (const [pattern, sentence] of REQUIREMENTS) {
    const match = pattern.exec(message);
    if (match !== null) return sentence.replaceAll(/\$(\d)/g, (_, nth) => match[nth] ?? '');
  }
  return `No se acepta: ${message}.`;
}
