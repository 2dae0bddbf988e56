import { known } from '@willcall/contracts';
import { type Contender, type ContenderId, contenderIds } from './contender.ts';
import { executionLog } from './execution-log.ts';
import { readThenPut } from './read-then-put.ts';
import { transactionPerTicket } from './transaction-per-ticket.ts';
import { willcallContenders } from './willcall.ts';

const all = new Map(
  [transactionPerTicket, executionLog, readThenPut, ...willcallContenders].map((contender) => [
    contender.id,
    contender,
  ]),
);

export const findContender = (id: ContenderId): Contender => known(all.get(id), `contender ${id}`);

/** Every contender, in the order of reports. */
export const contenders: readonly Contender[] = contenderIds.map(findContender);
