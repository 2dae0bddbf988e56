export type Chart = {
  readonly title: string;
  /** The unit of the values: `ms`, `requests a second`. */
  readonly unit: string;
  readonly intervals: Intervals;
  /** At most one line for each colour. */
  readonly series: readonly Series[];
};

/** One value for each interval. Null if an interval has no value. */
export type Series = {
  readonly name: string;
  readonly values: readonly (number | null)[];
};

/** Equal intervals, few enough to fit side by side on the page. */
export type Intervals = { readonly count: number; readonly seconds: number };

/** The size of the drawing in pixels. The page scales it to its width. */
const WIDTH = 900;
const HEIGHT = 260;
const MARGIN = { top: 12, right: 12, bottom: 28, left: 64 };
const PLOT_WIDTH = WIDTH - MARGIN.left - MARGIN.right;
const PLOT_HEIGHT = HEIGHT - MARGIN.top - MARGIN.bottom;

/** Labels along the time axis. */
const TIME_LABELS = 6;

/** Colour-blind readers can distinguish these colours: https://doi.org/10.1038/nmeth.1618 */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;

/** Draws a chart as an HTML figure with inline SVG, without external resources. */
export const renderLineChart = ({ title, unit, intervals, series }: Chart): string => {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const lines = chooseGridLines(Math.max(0, ...values));
  const top = lines.at(-1) ?? 1;
  const label = escapeHtml(`${title}, ${unit}`);
  return `<figure>
<figcaption>${escapeHtml(title)} <small>${escapeHtml(unit)}</small>${renderLegend(series)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${lines.map((value) => renderGridLine(value, top)).join('\n')}
${renderTimeAxis(intervals)}
${series.map((one, index) => renderPath(one, top, chooseColour(index))).join('\n')}
</svg>
</figure>`;
};

const chooseColour = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];

const renderLegend = (series: readonly Series[]): string =>
  series
    .map(({ name }, index) => {
      return `<span class="key" style="--colour:${chooseColour(index)}">${escapeHtml(name)}</span>`;
    })
    .join('');

const computeY = (value: number, top: number): number =>
  MARGIN.top + PLOT_HEIGHT * (1 - value / top);

const renderGridLine = (value: number, top: number): string => {
  const at = computeY(value, top).toFixed(1);
  return `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/>
<text x="${MARGIN.left - 8}" y="${at}" dy="4" text-anchor="end">${value.toLocaleString('en')}</text>`;
};

const renderTimeAxis = ({ count, seconds }: Intervals): string => {
  const step = Math.max(1, Math.ceil(count / TIME_LABELS));
  const labels = [];
  for (let index = 0; index < count; index += step) {
    const at = MARGIN.left + (PLOT_WIDTH * index) / count;
    const text = `${index * seconds} s`;
    labels.push(`<text x="${at.toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle">${text}</text>`);
  }
  return labels.join('\n');
};

/** The line breaks if a value is missing. A value between two missing ones is a dot. */
const renderPath = ({ values }: Series, top: number, stroke: string): string => {
  let isDrawing = false;
  const steps = values.map((value, index) => {
    if (value === null) {
      isDrawing = false;
      return '';
    }
    const x = MARGIN.left + (PLOT_WIDTH * (index + 1 / 2)) / values.length;
    const step = `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${computeY(value, top).toFixed(1)}`;
    const isAlone = !isDrawing && (values[index + 1] ?? null) === null;
    isDrawing = true;
    return isAlone ? `${step}h0` : step;
  });
  return `<path d="${steps.join('')}" stroke="${stroke}"/>`;
};

/** The approximate number of lines that fit a chart of this height. */
const LINES = 4;

/** 1, 2 or 5 times a power of ten, which is easy to read. */
const STEPS = [1, 2, 5, 10];

/** Round numbers from 0 to at least the highest value, for the horizontal lines of a chart. */
export const chooseGridLines = (highest: number): number[] => {
  if (highest <= 0) return [0, 1];
  const rough = highest / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough) ?? 1);
  const lines = Math.ceil(highest / step);
  // Multiplied each time, because a sum of tenths would drift.
  return Array.from({ length: lines + 1 }, (_, index) => Number((index * step).toPrecision(12)));
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
