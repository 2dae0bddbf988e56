import { existsSync, readFileSync } from 'node:fs';

/** Whether this system lists the children of a process. */
export const listsChildren = existsSync('/proc/self/task');

/** What the command line of each child process of `npm start` contains. */
const PROGRAMS = {
  dynamodb: 'LoopbackServer',
  sqs: 'fauxqs/server.ts',
  stripe: 'stripe/server.ts',
  pollers: 'process/pollers.ts',
  gateway: 'process/gateway.ts',
} as const;

export type ChildName = keyof typeof PROGRAMS;

/** The process id of a child of `npm start`, from Linux's process list. */
export const findChild = (parent: number, name: ChildName): number => {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .trim()
    .split(' ');
  const found = children.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(PROGRAMS[name]),
  );
  if (found === undefined) throw new Error(`${parent} has no child ${name}`);
  return Number(found);
};
