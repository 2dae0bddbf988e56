import { type Json, parseJson } from '../../json.ts';

/** Returns the value of a variable, or undefined if its path does not exist in the event. */
type VariableValue = (name: string) => Json | undefined;

const PLACEHOLDER = /<([\w.-]+)>/g;

/** Finds the variables in a template. */
export const findVariables = (template: string): readonly string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/**
 * Fills a template. The text of a variable depends on its position:
 *
 * | in the template   | `"RUNNING"` | `{"a": "b"}`               | nothing found |
 * | `<x>`             | `"RUNNING"` | `{"a":"b"}`                | `""`          |
 * | `"is <x>"` alone  | `is RUNNING`| `is {a:b}`                 | `is `         |
 * | `{"s": "is <x>"}` | `is RUNNING`| breaks the JSON, as on AWS | `is `         |
 *
 * Nothing is escaped inside quotes. Returns minified JSON, or several lines that are each JSON, or
 * undefined if the result is neither.
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html,
 * and, for objects and missing values, LocalStack's recordings of AWS in
 * `tests/aws/services/events/test_events_inputs.snapshot.json`.
 */
export const fillTemplate = (
  template: string,
  variableValue: VariableValue,
): string | undefined => {
  const isText = template.trimStart().startsWith('"');
  const filled = splitTemplate(template).map(({ text, variable, quoted }) => {
    if (variable === undefined) return text;
    const value = variableValue(variable);
    return quoted ? formatQuoted(value, isText) : JSON.stringify(value ?? '');
  });
  const result = filled.join('');
  return minify(result) ?? minifyLines(result);
};

type Part = { readonly text: string; readonly variable?: string; readonly quoted?: boolean };

const splitTemplate = (template: string): readonly Part[] => {
  const found: Part[] = [];
  let from = 0;
  let quoted = false;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const text = template.slice(from, match.index);
    quoted = quoted !== hasOddQuotes(text);
    found.push({ text }, { text: match[0], variable: match[1] ?? '', quoted });
    from = match.index + match[0].length;
  }
  return [...found, { text: template.slice(from) }];
};

const hasOddQuotes = (text: string): boolean =>
  (text.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;

const formatQuoted = (value: Json | undefined, isText: boolean): string => {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  const json = JSON.stringify(value);
  return isText ? json.replaceAll('"', '') : json;
};

const minifyLines = (text: string): string | undefined => {
  const lines = text.split('\n').map(minify);
  return lines.every((line) => line !== undefined) ? lines.join('\n') : undefined;
};

const minify = (text: string): string | undefined => {
  const value = parseJson(text);
  return value === undefined ? undefined : JSON.stringify(value);
};
