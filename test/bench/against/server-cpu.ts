import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** CPU time of the servers of a stack, in milliseconds of user and system mode, by their names. */
export type ServerCpu = Readonly<Record<string, number>>;

/** What the command line of a server contains. A stack of an earlier commit can have other processes. */
const SERVERS = [
  ['DynamoDB Local', /LoopbackServer/],
  ['SQS and S3', /fauxqs\/server\.ts/],
  ['pollers', /process\/pollers\.ts/],
  ['gateway', /process\/gateway\.ts/],
  ['gateway and pollers', /process\/main\.ts/],
] as const;

/** Reads what each process of a stack has used since its start, from Linux's process list. */
export const readServerCpu = (stackPid: number): ServerCpu => {
  const used: Record<string, number> = { 'npm start': readCpuMs(stackPid) };
  for (const pid of listChildren(stackPid)) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const name = SERVERS.find(([, pattern]) => pattern.test(command))?.[0] ?? 'other';
    used[name] = (used[name] ?? 0) + readCpuMs(pid);
  }
  return used;
};

/** What each server has used between two readings. */
export const subtractCpu = (after: ServerCpu, before: ServerCpu): ServerCpu =>
  Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)]));

export const addUpCpu = (used: ServerCpu): number =>
  Object.values(used).reduce((total, ms) => total + ms, 0);

const listChildren = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');

const MS_PER_SECOND = 1_000;

let ticksPerSecond: number | undefined;

const readCpuMs = (pid: number | string): number => {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  // The second field is the program in parentheses, which may contain spaces. Source: man 5 proc_pid_stat
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
  const [userTicks = Number.NaN, systemTicks = Number.NaN] = fields
    .split(' ')
    .slice(11)
    .map(Number);
  return ((userTicks + systemTicks) * MS_PER_SECOND) / ticksPerSecond;
};
