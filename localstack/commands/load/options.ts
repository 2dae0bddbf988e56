import { parseArgs } from 'node:util';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import { showIdOption } from '../../cli/show-id-option.ts';
import { type Scenario, scenarios } from './shape/load-shape.ts';
import { type TargetOption, targetOption } from './target/target-option.ts';

export type ShapeOptions = {
  readonly tickets: number | undefined;
  /** Buyers in the busiest second, or minute of a quiet day. */
  readonly rate: number | undefined;
  /** In which the buyers come. */
  readonly durationSeconds: number | undefined;
};

/** Milliseconds that a 99th percentile must stay below. */
export type LatencyLimits = {
  readonly acceptP99: number | undefined;
  readonly decisionP99: number | undefined;
};

export type LoadOptions = {
  readonly scenario: Scenario;
  readonly target: TargetOption;
  readonly shape: ShapeOptions;
  readonly limits: LatencyLimits;
  readonly reportFolder: string | undefined;
  readonly json: boolean;
};

const MOST_TICKETS = 100_000;
/** Above it, artillery's clock of whole microseconds makes more arrivals than it was asked for. */
const HIGHEST_RATE = 1_000;
const LONGEST_SECONDS = 3_600;
const LONGEST_LATENCY_MS = 600_000;

/**
 * What the command line asks for.
 *
 * @throws BadSettingError with a sentence for people; TypeError of parseArgs for what it cannot read
 */
export const loadOptions = (args: readonly string[]): LoadOptions | 'help' => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', default: 'on-sale' },
      target: { type: 'string', default: 'local' },
      token: { type: 'string', multiple: true, default: [] },
      tokens: text,
      'admin-token': text,
      show: text,
      tickets: text,
      rate: text,
      duration: text,
      report: text,
      'accept-p99': text,
      'decision-p99': text,
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    scenario: scenarioOption(values.scenario),
    target: targetOption(values.target, {
      tokens: values.token,
      tokensFile: values.tokens,
      adminToken: values['admin-token'],
      showId: values.show === undefined ? undefined : showIdOption(values.show),
    }),
    shape: {
      tickets: wholeNumber('tickets', values.tickets, MOST_TICKETS),
      rate: wholeNumber('rate', values.rate, HIGHEST_RATE),
      durationSeconds: wholeNumber('duration', values.duration, LONGEST_SECONDS),
    },
    limits: {
      acceptP99: wholeNumber('accept-p99', values['accept-p99'], LONGEST_LATENCY_MS),
      decisionP99: wholeNumber('decision-p99', values['decision-p99'], LONGEST_LATENCY_MS),
    },
    reportFolder: values.report,
    json: values.json,
  };
};

const scenarioOption = (text: string): Scenario => {
  const scenario = scenarios.find((name) => name === text);
  if (scenario !== undefined) return scenario;
  throw new BadSettingError(`--scenario ${text} is none: try ${scenarios.join(', ')}.`);
};

const wholeNumber = (name: string, text: string | undefined, most: number): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new BadSettingError(
    `--${name} ${text} cannot be used: it must be a whole number from 1 to ${most}.`,
  );
};
