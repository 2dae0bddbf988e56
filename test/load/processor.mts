import { openSync, readFileSync, writeSync } from 'node:fs';
import { LoadBuyers, type LoadSample } from '@willcall/localstack/load';
import type { Answer } from './buyer/answer.ts';
import { endWithParent } from './buyer/end-with-parent.ts';
import { purchaseBody } from './buyer/purchase-body.ts';
import {
  beginVisit,
  handleNoAnswer,
  handlePollAnswer,
  handlePurchaseAnswer,
  type Step,
  type Visit,
} from './buyer/visit.ts';

// The functions that buyer.yml refers to. Artillery calls them as documented:
// https://www.artillery.io/docs/reference/engines/http#loading-custom-code

type Vars = { visit: Visit; waitSeconds: number; location: string; sentAt: number };
type VirtualUser = { readonly vars: Vars };
type Events = { emit(kind: 'counter' | 'histogram', name: string, value: number): void };
type Response = Omit<Answer, 'status'> & { readonly statusCode: number };
type RequestParameters = { headers?: Record<string, string>; json?: unknown };
type Done = (error?: Error) => void;

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set. Start a load test with "npm run load".`);
  return value;
};

const load = LoadBuyers.parse(JSON.parse(readFileSync(required('WILLCALL_LOAD_CAST'), 'utf8')));
const samples = openSync(required('WILLCALL_LOAD_SAMPLES'), 'a', 0o600);
let arrived = 0;

endWithParent();

/** Starts the next buyer. */
export const arrive = ({ vars }: VirtualUser, events: Events, done: Done): void => {
  const buyer = load.buyers[arrived];
  if (buyer === undefined) {
    done(new Error('Artillery started more buyers than were prepared'));
    return;
  }
  arrived += 1;
  // A threshold on a counter that was never emitted fails: https://www.artillery.io/docs/reference/extensions/ensure
  events.emit('counter', 'willcall.unexpected', 0);
  take(vars, beginVisit(buyer, Date.now()), events);
  done();
};

export const preparePurchase = (
  parameters: RequestParameters,
  vu: VirtualUser,
  _: Events,
  done: Done,
): void => {
  const { buyer } = vu.vars.visit;
  parameters.json = purchaseBody(load.showId, buyer, new Date());
  send(parameters, vu, { 'idempotency-key': buyer.idempotencyKey });
  done();
};

export const preparePoll = (
  parameters: RequestParameters,
  vu: VirtualUser,
  _: Events,
  done: Done,
): void => {
  send(parameters, vu, {});
  done();
};

export const receiveAnswer = (
  _: RequestParameters,
  response: Response,
  { vars }: VirtualUser,
  events: Events,
  done: Done,
): void => {
  const at = Date.now();
  const { statusCode: status, headers, body } = response;
  const { next } = vars.visit;
  if (next === 'leave') {
    done(new Error('An answer arrived for a buyer who has already left'));
    return;
  }
  write({ kind: 'answer', at, request: next, status, ms: performance.now() - vars.sentAt });
  const hear = next === 'ask' ? handlePurchaseAnswer : handlePollAnswer;
  take(vars, hear(vars.visit, { status, headers, body }, at), events);
  done();
};

/** Records a request without an answer. Artillery then ends this buyer as failed. */
export const receiveError = (
  error: Error & { readonly code?: string },
  _: RequestParameters,
  { vars }: VirtualUser,
  events: Events,
  done: Done,
): void => {
  if (vars.visit.next !== 'leave') {
    take(vars, handleNoAnswer(vars.visit, error.code ?? error.message, Date.now()), events);
  }
  done();
};

export const mustSendPurchase = ({ vars }: VirtualUser, next: (again: boolean) => void): void =>
  next(vars.visit.next === 'ask');

export const mustPoll = ({ vars }: VirtualUser, next: (again: boolean) => void): void =>
  next(vars.visit.next === 'look');

/** Used by `ifTrue`, which passes only the variables. */
export const isWaiting = ({ visit }: Vars): boolean => visit.next === 'look';

const send = (
  parameters: RequestParameters,
  { vars }: VirtualUser,
  headers: Record<string, string>,
): void => {
  const authorization = `Bearer ${vars.visit.buyer.token}`;
  parameters.headers = { ...parameters.headers, ...headers, authorization };
  vars.sentAt = performance.now();
};

const take = (vars: Vars, { visit, samples: seen }: Step, events: Events): void => {
  vars.visit = visit;
  vars.waitSeconds = visit.waitSeconds;
  vars.location = visit.location ?? '';
  for (const sample of seen) {
    write(sample);
    measure(sample, events);
  }
};

const write = (sample: LoadSample): void => {
  writeSync(samples, `${JSON.stringify(sample)}\n`);
};

const measure = (sample: LoadSample, events: Events): void => {
  events.emit('counter', `willcall.${sample.kind}`, 1);
  if (sample.kind === 'accepted') events.emit('histogram', 'willcall.accept_ms', sample.ms);
  if (sample.kind === 'undecided') events.emit('counter', 'willcall.unexpected', 1);
  if (sample.kind !== 'decided') return;
  const ms = Date.parse(sample.decidedAt) - Date.parse(sample.requestedAt);
  events.emit('histogram', 'willcall.decision_ms', ms);
};
